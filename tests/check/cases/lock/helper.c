// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* A helper that says __must_hold gives the lock back as it found it: held. */
#include <cleat/mutex.h>
#include <cleat/sched.h>
#include <cleat/types.h>

struct dev {
	struct mutex lock;
	u32 n __guarded_by(&lock);
};

/* good */
static void bump_good(struct dev *d) __must_hold(&d->lock);
/* good */
static void bump_good(struct dev *d)
{
	d->n++;
}

/* good: dropped for a while, and taken again */
static void drain_good(struct dev *d) __must_hold(&d->lock);
/* good */
static void drain_good(struct dev *d)
{
	while (d->n) {
		mutex_unlock(&d->lock);
		cond_resched();
		mutex_lock(&d->lock);
	}
}

/* good: says that it unlocks */
static void end_good(struct dev *d) __releases(&d->lock);
/* good */
static void end_good(struct dev *d)
{
	mutex_unlock(&d->lock);
}

static void end_bad(struct dev *d) __must_hold(&d->lock);
/* bad */
static void end_bad(struct dev *d)
{
	mutex_unlock(&d->lock);
}

static void some_bad(struct dev *d) __must_hold(&d->lock);
/* bad */
static void some_bad(struct dev *d)
{
	if (d->n == 0)
		return;
	mutex_unlock(&d->lock);
	if (d->n == 1)
		return;
	mutex_lock(&d->lock);
}

void dev_run(struct dev *d);
/* good */
void dev_run(struct dev *d)
{
	mutex_lock(&d->lock);
	bump_good(d);
	drain_good(d);
	end_bad(d);
	some_bad(d);
	end_good(d);
}

/*
 * check:
 *	45: CL403: 'end_bad' says __must_hold, and returns without 'd->lock'
 *	54: CL404: 'd->n' is read without 'd->lock', which guards it
 *	55: CL403: 'some_bad' says __must_hold, and returns without 'd->lock'
 */
