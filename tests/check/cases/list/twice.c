/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* An element is taken off its list once. */
#include <cleat/prelude.h>

#include <cleat/list.h>
#include <cleat/mutex.h>

struct req { struct cleat_list_link link; u32 id; };
DEFINE_LIST(reqs, struct req, link);
struct dev { struct mutex lock; struct reqs busy __guarded_by(&lock); struct reqs idle __guarded_by(&lock); };

/* bad: both branches take it off, and so does what follows */
void stop(struct dev *d, struct req *r, bool now)
{
	guard(mutex)(&d->lock);
	if (now)
		reqs_del(&d->busy, r);
	reqs_del(&d->busy, r);
}

/* good */
void move(struct dev *d, struct req *r)
{
	guard(mutex)(&d->lock);
	reqs_del(&d->busy, r);
	reqs_add(&d->idle, r);
	reqs_del(&d->idle, r);
}

static void again(struct dev *d, struct req *r) __must_hold(&d->lock)
{
	reqs_add(&d->busy, r);
}

/* good: a helper put it on again */
void restart(struct dev *d, struct req *r)
{
	guard(mutex)(&d->lock);
	reqs_del(&d->busy, r);
	again(d, r);
	reqs_del(&d->busy, r);
}

/* good: another one each time */
void stop_all(struct dev *d)
{
	guard(mutex)(&d->lock);
	cleat_list_for_each(reqs, r, &d->busy)
		reqs_del(&d->busy, r);
}

/* good: asked first */
void stop_asked(struct dev *d, struct req *r, bool now)
{
	guard(mutex)(&d->lock);
	if (now)
		reqs_del(&d->busy, r);
	if (reqs_linked(r))
		reqs_del(&d->busy, r);
}

/*
 * check:
 *	18: CL102: 'reqs_del' takes off what is not there any more: it was taken off already
 */
