// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* Whoever was interrupted while it waited does not go on as if it had been woken. */
#include <cleat/wait.h>
#include <cleat/mutex.h>

struct q { struct mutex lock; struct wait_queue_head wq; int n __guarded_by(&lock); };

int good(struct q *q)
{
	int err;
	guard(mutex)(&q->lock);
	err = cleat_wait_event_interruptible(q->wq, &q->lock, q->n > 0);
	if (err)
		return err;
	return q->n;
}

int good2(struct q *q)
{
	guard(mutex)(&q->lock);
	return cleat_wait_event_interruptible(q->wq, &q->lock, q->n > 0);
}

void good3(struct q *q)
{
	guard(mutex)(&q->lock);
	cleat_wait_event(q->wq, &q->lock, q->n > 0);
}

/* bad */
int bad(struct q *q)
{
	int err;
	guard(mutex)(&q->lock);
	err = cleat_wait_event_interruptible(q->wq, &q->lock, q->n > 0);
	err = q->n;
	return err;
}

/* bad */
int bad2(struct q *q)
{
	guard(mutex)(&q->lock);
	cleat_wait_event_interruptible(q->wq, &q->lock, q->n > 0);
	return q->n;
}

/* bad */
int bad3(struct q *q)
{
	int err;
	guard(mutex)(&q->lock);
	err = cleat_wait_event_interruptible(q->wq, &q->lock, q->n > 0);
	return q->n;
}

/*
 * check:
 *	36: CL302: the error in 'err' is lost before anyone looked at it
 *	44: CL301: the result of an interruptible wait is an error that must be looked at, and is ignored
 *	54: CL302: the error in 'err' is lost before anyone looked at it
 */
