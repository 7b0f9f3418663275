/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Owners in a struct that goes from hand to hand by value. */
#include <cleat/slab.h>
struct item {
	u32 k;
};
struct pair {
	struct item *__own __opt a;
	struct item *__own __opt b;
	int err;
};

static struct pair pair_make(void)
{
	struct pair p = {};

	p.a = kzalloc_obj(*p.a);
	p.b = kzalloc_obj(*p.b);
	return p;
}
int f1(void);
/* bad: the second is lost */
int f1(void)
{
	struct pair p = pair_make();

	kfree(p.a);
	return 0;
}
int f2(void);
/* bad: in a struct of its own */
int f2(void)
{
	struct pair p = {};

	p.a = kzalloc_obj(*p.a);
	p.b = kzalloc_obj(*p.b);
	kfree(p.a);
	return 0;
}

static void fill(struct pair *p)
{
	p->a = kzalloc_obj(*p->a);
	p->b = kzalloc_obj(*p->b);
}
int f3(void);
/* bad: in one that a helper filled */
int f3(void)
{
	struct pair p = {};

	fill(&p);
	kfree(p.a);
	return 0;
}
int f4(void);
/* bad: nobody takes the struct */
int f4(void)
{
	pair_make();
	return 0;
}
int f5(void);
/* good */
int f5(void)
{
	struct pair p = pair_make();

	kfree(p.a);
	kfree(p.b);
	return 0;
}
int f6(struct pair *to);
/* good: an error, or two owners */
int f6(struct pair *to)
{
	struct pair p = pair_make();

	if (p.err) {
		kfree(p.a);
		kfree(p.b);
		return p.err;
	}
	kfree(to->a);
	kfree(to->b);
	*to = p;
	return 0;
}
struct pair m2(void);
/* good */
struct pair m2(void)
{
	struct pair p = {};

	p.a = kzalloc_obj(*p.a);
	if (!p.a)
		p.err = -ENOMEM;
	return p;
}
int told(struct pair *to);
/* good: who is told of an error gets no owner */
int told(struct pair *to)
{
	struct pair p = pair_make();

	if (p.err)
		return p.err;
	kfree(to->a);
	kfree(to->b);
	*to = p;
	return 0;
}

/*
 * check:
 *	28: CL101: 'pair_make(…)->b' is owned here, and is not released on this path
 *	39: CL101: 'p.b' is owned here, and is not released on this path
 *	55: CL101: 'p.b' ends here, and may still own something
 *	61: CL101: 'pair_make(…)->a' is overwritten, and may still own something
 */
