/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The address of guarded data goes nowhere that its lock does not guard. */
#include <cleat/mutex.h>
#include <cleat/types.h>

struct el { u32 v; };
struct pool {
	struct mutex lock;
	struct el el[4] __guarded_by(&lock);
	struct el *__opt last;
	struct el *__opt best __guarded_by(&lock);
	u32 last_v;
};

/* bad */
void pick(struct pool *p, u32 i)
{
	if (i >= 4)
		return;
	guard(mutex)(&p->lock);
	p->last = &p->el[i];
}
/* good: that place is guarded, too */
void pick_best(struct pool *p, u32 i)
{
	if (i >= 4)
		return;
	guard(mutex)(&p->lock);
	p->best = &p->el[i];
}
/* good: a copy */
void pick_value(struct pool *p, u32 i)
{
	if (i >= 4)
		return;
	guard(mutex)(&p->lock);
	p->last_v = p->el[i].v;
}

/*
 * check:
 *	21: CL212: the address of 'p->el', which 'p->lock' guards, is left in 'p->last', which that lock does not guard
 */
