/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Chains of owners, taken apart as drivers do; allocations of the wrong size. */
#include <cleat/slab.h>

struct node {
	struct node *__own __opt next;
	int v;
};

struct stack {
	struct node *__own __opt head;
	struct node *__own __opt spare;
};

/* good: what the field owned is the stack's by now */
void pop(struct stack *s)
{
	struct node *x = s->head;

	if (!x)
		return;
	s->head = x->next;
	kfree(x);
}

/* good */
void drop_all(struct stack *s)
{
	struct node *x;

	while ((x = s->head) != NULL) {
		s->head = x->next;
		kfree(x);
	}
}

/* good */
void drop_walk(struct stack *s)
{
	struct node *x, *next;

	for (x = s->head; x; x = next) {
		next = x->next;
		kfree(x);
	}
	s->head = NULL;
}

/* good: the caller gets the rest */
struct node *__own __opt __must_check rest(struct node *__own x)
{
	struct node *next = x->next;

	kfree(x);
	return next;
}

/* bad: the rest is in a variable, and lost with it */
int lose_rest(struct stack *s)
{
	struct node *x = s->head, *next;
	int v = 0;

	if (!x)
		return 0;
	next = x->next;
	kfree(x);
	s->head = NULL;
	if (next)
		v = next->v;
	return v;
}

/* bad: nobody has the rest */
void forget_rest(struct stack *s)
{
	struct node *x = s->head;

	if (!x)
		return;
	s->head = NULL;
	kfree(x);
}

/* bad: the next one is read from what is gone */
void walk_freed(struct stack *s)
{
	struct node *x;

	for (x = s->head; x; x = x->next)
		kfree(x);
	s->head = NULL;
}

/* bad: both own it */
void two_owners(struct stack *s)
{
	struct node *x = s->head;

	if (!x)
		return;
	if (s->spare)
		return;
	s->spare = x->next;
}

/* bad: the size of the pointer */
struct stack *__own __opt __must_check stack_small(void)
{
	struct stack *s = kzalloc(sizeof(s), GFP_KERNEL);

	return s;
}

/* bad: one too few */
struct stack *__own __opt __must_check stack_other(void)
{
	return kzalloc(sizeof(struct node) - 1, GFP_KERNEL);
}

/* good */
struct stack *__own __opt __must_check stack_new(void)
{
	return kzalloc(sizeof(struct stack), GFP_KERNEL);
}

/*
 * check:
 *	71: CL101: 's->head->next' is owned here, and is not released on this path
 *	82: CL107: 'x' is freed while it still owns 's->head->next'
 *	90: CL103: 'x' is used after the object was freed
 *	91: CL107: 'x' is freed while it still owns 's->head->next'
 *	105: CL115: one object is owned by both 's->spare' and 's->head->next'
 *	110: CL602: 8 bytes were allocated for a 'struct stack', which has 16
 *	118: CL602: 15 bytes were allocated for a 'struct stack', which has 16
 */
