/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Data that others touch: with the lock that guards it, or not at all. */
#include "../../corpus/corpus.h"
#include <cleat/atomic.h>
#include <cleat/fs.h>
#include <cleat/list.h>
#include <cleat/rwsem.h>
#include <cleat/timer.h>
#include <cleat/workqueue.h>

struct stats { u64 rx, tx; u32 errs[4]; };
struct nic {
	spinlock_t lock;
	struct stats stats __guarded_by(&lock);
	u32 state __guarded_by(&lock);
	u8 *__own __opt ring __guarded_by(&lock);
	u32 size __guarded_by(&lock);
	struct timer_list timer;
	struct work_struct work;
	atomic_t users;
};
static DEFINE_SPINLOCK(pool_lock);
static u32 pool[8] __guarded_by(&pool_lock);

DEFINE_TIMER_FUNCTIONS(nic_timer, struct nic, timer, nic_tick);
DEFINE_WORK_FUNCTIONS(nic_work, struct nic, work, nic_run);

/* bad: the timer's function forgets the lock */
static void nic_tick(struct nic *n)
{
	n->stats.rx++;
}

/* good: the work's does not */
static void nic_run(struct nic *n)
{
	guard(spinlock)(&n->lock);
	n->stats.tx++;
}

/* bad: a nested member of guarded data */
u32 errs(struct nic *n, u32 i)
{
	return i < 4 ? n->stats.errs[i] : 0;
}

/* bad: a copy of the whole struct */
struct stats copy(struct nic *n)
{
	return n->stats;
}

/* good */
struct stats copy_well(struct nic *n)
{
	guard(spinlock)(&n->lock);
	return n->stats;
}

/* bad: cleared by memset */
void clear(struct nic *n)
{
	memset(&n->stats, 0, sizeof(n->stats));
}

/* good */
void clear_well(struct nic *n)
{
	guard(spinlock)(&n->lock);
	memset(&n->stats, 0, sizeof(n->stats));
}

/* good: nobody else has it yet */
struct nic *__own __opt make(void)
{
	struct nic *n = kzalloc_obj(*n);

	if (!n)
		return NULL;
	spin_lock_init(&n->lock);
	n->state = 1;
	n->stats.rx = 0;
	return n;
}

/* bad: somebody has it: its timer runs */
struct nic *__own __opt make_run(void)
{
	struct nic *n = kzalloc_obj(*n);

	if (!n)
		return NULL;
	spin_lock_init(&n->lock);
	nic_timer_setup(n);
	nic_timer_mod(n, 5);
	n->state = 1;
	return n;
}

/* bad: a global's element */
u32 take(u32 i)
{
	return i < 8 ? pool[i]++ : 0;
}

/* good */
u32 take_well(u32 i)
{
	guard(spinlock)(&pool_lock);
	return i < 8 ? pool[i]++ : 0;
}

/* bad: tested in the lock, changed out of it */
void advance(struct nic *n)
{
	bool go;

	scoped_guard(spinlock, &n->lock)
		go = n->state == 1;
	if (go)
		n->state = 2;
}

/* bad: the pointer to guarded memory leaves the lock */
u8 ring_byte(struct nic *n)
{
	u8 *p;

	scoped_guard(spinlock, &n->lock)
		p = n->ring;
	return p ? p[0] : 0;
}

/* bad: the ring is freed without the lock that readers take */
void ring_free(struct nic *n)
{
	kfree(n->ring);
	n->ring = NULL;
}

/* good: taken out under the lock, freed after it */
void ring_free_well(struct nic *n)
{
	u8 *old;

	scoped_guard(spinlock, &n->lock) {
		old = n->ring;
		n->ring = NULL;
	}
	kfree(old);
}

/* bad: the bound was read in another section than the ring */
u8 ring_at(struct nic *n, u32 i)
{
	u32 size;

	scoped_guard(spinlock, &n->lock)
		size = n->size;
	if (i >= size)
		return 0;
	guard(spinlock)(&n->lock);
	return n->ring ? n->ring[i] : 0;
}

/* good: an atomic needs no lock */
int users(struct nic *n)
{
	return atomic_inc_return(&n->users);
}

static u32 state_of(const struct nic *n) __must_hold(&n->lock)
{
	return n->state;
}

/* bad: a helper that says it needs the lock, in a condition */
bool is_up(struct nic *n)
{
	return state_of(n) == 2;
}

/* good */
bool is_up_well(struct nic *n)
{
	guard(spinlock)(&n->lock);
	return state_of(n) == 2;
}

/* bad: swapped with another nic's under one lock */
void exchange(struct nic *a, struct nic *b)
{
	guard(spinlock)(&a->lock);
	swap(a->state, b->state);
}

static void bump(u64 *v)
{
	*v += 1;
}

/* bad: its address is given away without the lock */
void by_address(struct nic *n)
{
	bump(&n->stats.rx);
}

/* good */
void by_address_well(struct nic *n)
{
	guard(spinlock)(&n->lock);
	bump(&n->stats.rx);
}

/*
 * check:
 *	31: CL404: 'n->stats.rx' is written without 'n->lock', which guards it
 *	31: CL404: 'n->stats.rx' is read without 'n->lock', which guards it
 *	44: CL404: 'n->stats.errs[i]' is read without 'n->lock', which guards it
 *	50: CL404: 'n->stats' is read without 'n->lock', which guards it
 *	63: CL404: 'n->stats' is written without 'n->lock', which guards it
 *	63: CL404: 'n->stats' is read without 'n->lock', which guards it
 *	96: CL404: 'n->state' is written without 'n->lock', which guards it
 *	103: CL404: 'pool[i]' is read without 'pool_lock', which guards it
 *	121: CL404: 'n->state' is written without 'n->lock', which guards it
 *	131: CL410: 'p' was read under 'n->lock', which is no longer held
 *	137: CL404: 'n->ring' is read without 'n->lock', which guards it
 *	138: CL404: 'n->ring' is written without 'n->lock', which guards it
 *	163: CL605: the length of what 'n->ring' points to is not known, and it is indexed
 *	180: CL406: 'state_of' must be called with 'n->lock' held
 *	194: CL405: 'b->state' is guarded by 'b->lock', but the lock that is held is 'a->lock'
 *	205: CL404: 'n->stats.rx' is written without 'n->lock', which guards it
 */
