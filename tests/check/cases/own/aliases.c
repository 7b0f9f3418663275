/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* One object under several names. */
#include "../../corpus/corpus.h"

struct in { char *__own __opt p; int n; };
struct dev { char *__own __opt buf; struct in in; struct in *__own __opt more; };

/* bad: through a second pointer */
char second(struct dev *d)
{
	char *p = d->buf;

	if (!p)
		return 0;
	kfree(d->buf);
	d->buf = NULL;
	return p[0];
}

/* bad: a copied struct owns the same thing */
void copied(struct dev *a, struct dev *b)
{
	kfree(a->in.p);
	a->in = b->in;
}

/* good: moved */
void moved(struct dev *a, struct dev *b)
{
	kfree(a->in.p);
	a->in = b->in;
	b->in.p = NULL;
}

/* bad: freed in a loop */
void loop(char *__own p, int n)
{
	while (n-- > 0)
		kfree(p);
}

/* good: freed once, in a loop that ends there */
void loop_once(char *__own p, int n)
{
	for (;;) {
		if (n++ > 10) {
			kfree(p);
			return;
		}
	}
}

/* bad: lost in a loop */
int lost(int n)
{
	char *p = NULL;

	for (int i = 0; i < n; i++)
		p = kmalloc(8, GFP_KERNEL);
	kfree(p);
	return 0;
}

/* good: the old one goes first */
int replaced(int n)
{
	char *p = NULL;

	for (int i = 0; i < n; i++) {
		kfree(p);
		p = kmalloc(8, GFP_KERNEL);
	}
	kfree(p);
	return 0;
}

/* bad: the inner object is forgotten */
void outer(struct dev *__own d)
{
	kfree(d->buf);
	kfree(d->in.p);
	kfree(d);
}

/* bad: inner freed, its own is not */
void inner(struct dev *d)
{
	kfree(d->more);
	d->more = NULL;
}

/* good */
void inner_good(struct dev *d)
{
	if (d->more)
		kfree(d->more->p);
	kfree(d->more);
	d->more = NULL;
}

/* bad: a middle pointer is freed */
void middle(char *__own p)
{
	kfree(p + 1);
}

/* bad: a member's address is freed */
void member(struct dev *__own d)
{
	kfree(&d->in);
}

/* good: swapped */
void swapped(struct dev *a, struct dev *b)
{
	swap(a->buf, b->buf);
}

/* bad: in one branch of two */
int branch(struct dev *d, int x)
{
	char *p = kmalloc(4, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	if (x > 0) {
		kfree(d->buf);
		d->buf = p;
	} else if (x < 0) {
		kfree(p);
	}
	return 0;
}

/* good: the ternary knows */
void ternary(char *__own a, char *__own b, bool x)
{
	kfree(x ? a : b);
	kfree(x ? b : a);
}

/* bad: krealloc's old pointer is used */
int grown(struct dev *d, size_t n)
{
	char *old = d->buf;
	char *new = krealloc(d->buf, n, GFP_KERNEL);

	if (!new)
		return -ENOMEM;
	d->buf = new;
	return old ? old[0] : 0;
}

/* good: freed on failure, kept on success */
int grown_good(struct dev *d, size_t n)
{
	char *new = krealloc(d->buf, n, GFP_KERNEL);

	if (!new) {
		kfree(d->buf);
		d->buf = NULL;
		return -ENOMEM;
	}
	d->buf = new;
	return 0;
}

/*
 * check:
 *	17: CL103: 'p' is used after the object was freed
 *	25: CL115: one object is owned by both 'a->in.p' and 'b->in.p'
 *	39: CL102: 'p' is passed to 'kfree', but the object was freed already
 *	40: CL101: 'p' is taken over from the caller, and is not released on this path
 *	59: CL101: 'p' is owned here, and is not released on this path
 *	82: CL107: 'd' is freed while it still owns 'd->more'
 *	88: CL107: 'd->more' is freed while it still owns 'd->more->p'
 *	104: CL605: the length of what 'p' points to is not known, and it is indexed
 *	110: CL105: '&d->in' is passed to 'kfree', but is no object of its own
 *	111: CL101: 'd' is taken over from the caller, and is not released on this path
 *	132: CL101: 'p' is owned here, and is not released on this path
 *	151: CL103: 'old' is used after the object was freed
 */
