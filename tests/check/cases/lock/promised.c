/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Functions that lock for their callers keep their promise on every path. */
#include <cleat/mutex.h>
#include <cleat/rwsem.h>
#include <cleat/wait.h>

struct q {
	struct mutex lock;
	struct rw_semaphore sem;
	struct wait_queue_head wq;
	bool ready __guarded_by(&lock);
	bool open;
};

/* good */
void take(struct q *q) __acquires(&q->lock)
{
	mutex_lock(&q->lock);
}
/* bad: only sometimes */
void take_if(struct q *q) __acquires(&q->lock)
{
	if (q->open)
		mutex_lock(&q->lock);
}
/* good: what it gets it passes on */
int enter(struct q *q) __cond_acquires(0, &q->lock)
{
	return mutex_lock_interruptible(&q->lock);
}
/* good */
int enter_ready(struct q *q) __cond_acquires(0, &q->lock)
{
	int err = enter(q);

	if (err)
		return err;
	if (!q->ready) {
		mutex_unlock(&q->lock);
		return -EAGAIN;
	}
	return 0;
}
/* bad: fails with the lock held */
int enter_busy(struct q *q) __cond_acquires(0, &q->lock)
{
	mutex_lock(&q->lock);
	if (q->ready)
		return -EBUSY;
	return 0;
}
/* bad: succeeds without it */
int enter_closed(struct q *q) __cond_acquires(0, &q->lock)
{
	if (!q->open)
		return 0;
	mutex_lock(&q->lock);
	return 0;
}
/* bad: nobody looks whether the wait failed */
int enter_wait(struct q *q) __cond_acquires(0, &q->lock)
{
	mutex_lock(&q->lock);
	return cleat_wait_event_interruptible(q->wq, &q->lock, q->ready);
}
/* good */
int enter_waited(struct q *q) __cond_acquires(0, &q->lock)
{
	int err;

	mutex_lock(&q->lock);
	err = cleat_wait_event_interruptible(q->wq, &q->lock, q->ready);
	if (err)
		mutex_unlock(&q->lock);
	return err;
}
/* good */
bool try_enter(struct q *q) __cond_acquires(true, &q->lock)
{
	return mutex_trylock(&q->lock);
}
/* good: for reading */
int enter_shared(struct q *q) __cond_acquires_shared(0, &q->sem)
{
	return down_read_killable(&q->sem);
}

/*
 * check:
 *	25: CL403: 'take_if' says __acquires, and returns without 'q->lock'
 *	49: CL401: 'q->lock' is still locked at this return, which says that it is not
 *	56: CL403: 'enter_closed' says __cond_acquires, and returns without 'q->lock'
 *	64: CL401: 'q->lock' is still locked at this return, which says that it is not
 */
