/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* After a wait without a time limit that was not interrupted, what was waited for holds. */
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/wait.h>

struct item { struct cleat_list_link link; u32 n; };
DEFINE_OWNED_LIST(items, struct item, link, kfree);

struct box {
	struct mutex lock;
	struct wait_queue_head wait;
	struct item *__own __opt top __guarded_by(&lock);
	struct items items __guarded_by(&lock);
	u32 n __guarded_by(&lock);
};

/* good: it is there */
int box_top(struct box *b)
{
	int err;

	guard(mutex)(&b->lock);
	err = cleat_wait_event_interruptible(b->wait, &b->lock, b->top);
	return err ? err : (int)b->top->n;
}

/* good: taken in the condition */
int box_take(struct box *b, u32 *__writes n)
{
	struct item *it;
	int err;

	guard(mutex)(&b->lock);
	err = cleat_wait_event_interruptible(b->wait, &b->lock, (it = items_pop(&b->items)));
	if (err)
		return err;
	*n = it->n;
	kfree(it);
	return 0;
}

/* good: nothing interrupts this one */
u32 box_share(struct box *b)
{
	guard(mutex)(&b->lock);
	cleat_wait_event(b->wait, &b->lock, b->n > 0);
	return 100 / b->n;
}

/* bad: the error says that it need not be there */
int box_interrupted(struct box *b)
{
	guard(mutex)(&b->lock);
	(void)cleat_wait_event_interruptible(b->wait, &b->lock, b->top);
	return b->top->n;
}

/* bad: the time may have passed */
long box_timed(struct box *b)
{
	long left;

	guard(mutex)(&b->lock);
	left = cleat_wait_event_interruptible_timeout(b->wait, &b->lock, b->top, 5);
	if (left < 0)
		return left;
	return b->top->n;
}

/* bad: another thing was waited for */
int box_other(struct box *b)
{
	int err;

	guard(mutex)(&b->lock);
	err = cleat_wait_event_interruptible(b->wait, &b->lock, b->n);
	return err ? err : (int)b->top->n;
}

/*
 * check:
 *	56: CL301: the result of an interruptible wait is an error that must be looked at, and is ignored
 *	57: CL115: 'b->top' still owns an object that was handed on
 *	57: CL201: 'b->top' is NULL here, and is dereferenced
 *	69: CL115: 'b->top' still owns an object that was handed on
 *	69: CL201: 'b->top' is NULL here, and is dereferenced
 *	79: CL201: 'b->top' may be NULL, and is dereferenced without a test
 */
