/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* NULL: who may be, who is tested, and in which order. */
#include "../../corpus/corpus.h"

struct foo { int a; struct foo *__opt next; };

int take(struct foo *f);

/* good: a list of one's own */
int length(struct foo *__opt f)
{
	int n = 0;

	for (; f; f = f->next)
		n++;
	return n;
}

/* bad: the last one has no next */
int second(struct foo *__opt f)
{
	if (!f)
		return 0;
	return f->next->a;
}

/* good */
int second_good(struct foo *__opt f)
{
	if (!f || !f->next)
		return 0;
	return f->next->a;
}

/* bad: || for && */
int wrong_or(struct foo *__opt f)
{
	if (f || f->a)
		return 1;
	return 0;
}

/* bad: passed on */
int pass(struct foo *__opt f)
{
	return take(f);
}

/* good: tested in the condition */
int pass_good(struct foo *__opt f)
{
	return f ? take(f) : 0;
}

/* bad: tested too late */
int late(struct foo *__opt f)
{
	int a = f->a;

	return f ? a : 0;
}

/* bad: the other one was tested */
int other(struct foo *__opt f, struct foo *__opt g)
{
	if (f)
		return g->a;
	return 0;
}

/* good: equal to one that was tested */
int same(struct foo *f, struct foo *__opt g)
{
	if (f == g)
		return g->a;
	return 0;
}

/* bad: tested, then replaced */
int replaced(struct foo *__opt f)
{
	if (!f)
		return 0;
	f = f->next;
	return f->a;
}

/* bad: the test is in another loop round */
int rounds(struct foo *__opt f, int n)
{
	while (n--) {
		if (n == 3 && !f)
			return 0;
		f = f->next;
	}
	return 0;
}

/* good: do-while from a non-null */
int walk(struct foo *first)
{
	struct foo *f = first;
	int n = 0;

	do {
		n += f->a;
		f = f->next;
	} while (f);
	return n;
}

/*
 * check:
 *	24: CL201: 'f->next' may be NULL, and is dereferenced without a test
 *	38: CL201: 'f' is NULL here, and is dereferenced
 *	46: CL205: 'f' may be NULL, and 'take' does not take NULL
 *	58: CL201: 'f' may be NULL, and is dereferenced without a test
 *	67: CL201: 'g' may be NULL, and is dereferenced without a test
 *	85: CL201: 'f' may be NULL, and is dereferenced without a test
 *	94: CL201: 'f' may be NULL, and is dereferenced without a test
 */
