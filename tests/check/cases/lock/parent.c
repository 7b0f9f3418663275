/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Children that are guarded by their parent's lock, found through the parent: is it that child's? */
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/xarray.h>

struct desk;
struct paper { struct desk *desk; u32 id; u32 lines __guarded_by(&desk->lock); };
DEFINE_OWNED_XARRAY(papers, struct paper, kfree);
struct desk { struct mutex lock; struct papers papers __guarded_by(&lock); };

/* bad: nothing says whose it is */
u32 paper_lines(struct desk *d, u32 id)
{
	struct paper *p;

	guard(mutex)(&d->lock);
	p = papers_load(&d->papers, id);
	return p ? p->lines : 0;
}

/* good: seen first */
u32 paper_lines_of(struct desk *d, u32 id)
{
	struct paper *p;

	guard(mutex)(&d->lock);
	p = papers_load(&d->papers, id);
	return p && p->desk == d ? p->lines : 0;
}

/* good: the other way round */
int paper_write(struct desk *d, u32 id)
{
	struct paper *p;

	guard(mutex)(&d->lock);
	p = papers_load(&d->papers, id);
	if (!p || d != p->desk)
		return -ENOENT;
	p->lines++;
	return 0;
}

/* bad: it is another's */
int paper_write_others(struct desk *d, u32 id)
{
	struct paper *p;

	guard(mutex)(&d->lock);
	p = papers_load(&d->papers, id);
	if (!p || p->desk == d)
		return -ENOENT;
	p->lines++;
	return 0;
}

/* bad: one was seen, the other is written */
int paper_join(struct desk *d, struct paper *a, struct paper *b)
{
	guard(mutex)(&d->lock);
	if (a->desk != d)
		return -EINVAL;
	a->lines += 1;
	b->lines = 0;
	return 0;
}

/* good: two of one desk */
int paper_join_two(struct desk *d, struct paper *a, struct paper *b)
{
	guard(mutex)(&d->lock);
	if (a->desk != d || b->desk != d)
		return -EINVAL;
	a->lines += b->lines;
	return 0;
}

/* bad: the lock has been let go */
int paper_late(struct desk *d, struct paper *p)
{
	scoped_guard(mutex, &d->lock)
		if (p->desk != d)
			return -EINVAL;
	p->lines = 0;
	return 0;
}

/* bad: the paper has moved since */
int paper_moved(struct desk *d, struct desk *to, struct paper *p)
{
	guard(mutex)(&d->lock);
	if (p->desk != d)
		return -EINVAL;
	p->desk = to;
	p->lines = 0;
	return 0;
}

/*
 * check:
 *	19: CL405: 'p->lines' is guarded by 'p->desk->lock', but the lock that is held is 'd->lock'
 *	54: CL405: 'p->lines' is guarded by 'p->desk->lock', but the lock that is held is 'd->lock'
 *	65: CL405: 'b->lines' is guarded by 'b->desk->lock', but the lock that is held is 'd->lock'
 *	85: CL404: 'p->lines' is written without 'd->lock', which guards it
 *	95: CL210: 'to' is only borrowed for this call, and is left in 'p->desk', which lives longer
 *	96: CL405: 'p->lines' is guarded by 'to->lock', but the lock that is held is 'd->lock'
 */
