/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A helper, or the release of a reference, waits for work that takes a lock. */
#include <cleat/kref.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/workqueue.h>

static DEFINE_MUTEX(lock);

struct dev {
	struct kref refs;
	struct work_struct work;
	struct mutex own;
	u32 n __guarded_by(&own);
};
static void dev_release(struct dev *__own d);
DEFINE_REFCOUNTED(dev, struct dev, refs, dev_release);
DEFINE_WORK_FUNCTIONS(dev_work, struct dev, work, dev_run);

static void dev_run(struct dev *d)
{
	mutex_lock(&lock);
	mutex_lock(&d->own);
	d->n++;
	mutex_unlock(&d->own);
	mutex_unlock(&lock);
}

static void dev_stop(struct dev *d)
{
	dev_work_cancel_sync(d);
}

static void dev_release(struct dev *__own d)
{
	dev_stop(d);
	kfree(d);
}

void stop(struct dev *d);
/* good: nothing is held */
void stop(struct dev *d)
{
	dev_stop(d);
	mutex_lock(&lock);
	mutex_unlock(&lock);
}

void stop_held(struct dev *d);
/* bad: the work waits for the lock, and who has it for the work */
void stop_held(struct dev *d)
{
	guard(mutex)(&lock);
	dev_stop(d);
}

void stop_own(struct dev *d);
/* bad: the object's own lock */
void stop_own(struct dev *d)
{
	guard(mutex)(&d->own);
	dev_stop(d);
}

void put(struct dev *__own d);
/* good */
void put(struct dev *__own d)
{
	dev_put(d);
}

void put_held(struct dev *__own d);
/* bad: it may be the last reference */
void put_held(struct dev *__own d)
{
	guard(mutex)(&lock);
	dev_put(d);
}

/*
 * check:
 *	54: CL402: 'lock' is held here, and 'dev_stop' takes it again
 *	62: CL402: 'd->own' is held here, and 'dev_stop' takes it again
 *	77: CL402: 'lock' is held here, and 'dev_put' takes it again
 */
