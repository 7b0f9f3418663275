/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Structs that are returned, with pointers in them. */
#include <cleat/mutex.h>
#include <cleat/types.h>

struct view { const u32 *v; u32 n; };
struct table { struct mutex lock; u32 v[4] __guarded_by(&lock); u32 fixed[4]; };

static const u32 constant[4] = {1, 2, 3, 4};

/* good */
struct view view_constant(void)
{
	struct view w;

	w.v = constant;
	w.n = 4;
	return w;
}
/* good: lives as long as the table */
struct view view_table(struct table *t)
{
	return (struct view){t->fixed, 4};
}
/* bad */
struct view view_local(u32 k)
{
	struct view w;
	u32 local[4] = {k, k, k, k};

	w.v = local;
	w.n = 4;
	return w;
}
/* bad */
struct view view_literal(u32 k)
{
	u32 local = k;

	return (struct view){&local, 1};
}
/* bad: past the unlock */
struct view view_guarded(struct table *t)
{
	guard(mutex)(&t->lock);
	return (struct view){t->v, 4};
}
/* good: the caller has the lock */
struct view view_held(struct table *t) __must_hold(&t->lock)
{
	return (struct view){t->v, 4};
}

/*
 * check:
 *	33: CL211: the address of 'local' is returned, which ends with the function
 *	40: CL211: the address of 'local' is returned, which ends with the function
 *	40: CL211: the address of local variable 'local' is left in 'the initialiser->v', which lives longer
 *	46: CL212: a pointer into what 't->lock' guards is returned past the unlock
 */
