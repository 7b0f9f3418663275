/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* There may be no element at all: the first one is asked for like the others. */
#include <cleat/slab.h>
#include <cleat/types.h>

struct pair {
	u32 a, b;
};
struct tab {
	u32 n;
	struct pair *__own __opt p __counted_by(n);
};

/* bad: the first byte of what may have none */
u8 f1(u32 n, const u8 *a __sized_by(n))
{
	return *a;
}

/* bad: by an index */
u8 f2(u32 n, const u8 *a __sized_by(n))
{
	return a[0];
}

/* good: asked first */
u8 f3(u32 n, const u8 *a __sized_by(n))
{
	return n ? a[0] : 0;
}

/* bad: the first struct */
u32 f4(u32 n, const struct pair *p __sized_by(n * sizeof(*p)))
{
	return p->a;
}

/* bad: of a field */
u32 f5(struct tab *t)
{
	return t->p ? t->p[0].a : 0;
}

/* bad: kcalloc(0) gives no memory */
u32 f6(u32 n)
{
	u32 *v __free(kfree) = kcalloc(n, sizeof(*v), GFP_KERNEL);

	return v ? v[0] : 0;
}

/* good: asked first */
u32 f7(struct tab *t)
{
	return t->p && t->n ? t->p[0].a : 0;
}

/* bad: written */
u8 f8(u32 n, u8 *a __sized_by(n))
{
	a[0] = 1;
	return *a;
}

/*
 * check:
 *	17: CL601: element 0 of 'a' is used, which has n elements
 *	23: CL601: element 0 of 'a' is used, which has n elements
 *	35: CL601: element 0 of 'p' is used, which has n elements
 *	41: CL601: element 0 of 't->p' is used, which has t->n elements
 *	49: CL601: element 0 of 'v' is used, which has n elements
 *	61: CL601: element 0 of 'a' is used, which has n elements
 *	62: CL601: element 0 of 'a' is used, which has n elements
 */
