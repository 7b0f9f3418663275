/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Two locks of one kind: taken together, in an order that everybody keeps. */
#include <cleat/delay.h>
#include <cleat/mutex.h>
#include <cleat/spinlock.h>

struct till { struct mutex lock; long sum __guarded_by(&lock); };
struct jar { spinlock_t lock; long sum __guarded_by(&lock); };

/* good: by a guard */
void till_move(struct till *from, struct till *to, long n)
{
	guard(mutex_two)(&from->lock, &to->lock);
	from->sum -= n;
	to->sum += n;
}

/* good: for a block, with a return in it */
int till_take(struct till *from, struct till *to, long n)
{
	scoped_guard(mutex_two, &from->lock, &to->lock) {
		if (from->sum < n)
			return -ENOSPC;
		from->sum -= n;
		to->sum += n;
	}
	return 0;
}

/* good: by hand */
void jar_move(struct jar *from, struct jar *to, long n)
{
	cleat_spin_lock_two(&from->lock, &to->lock);
	from->sum -= n;
	to->sum += n;
	cleat_spin_unlock_two(&from->lock, &to->lock);
}

/* bad: one by one */
void till_move_singly(struct till *from, struct till *to, long n)
{
	guard(mutex)(&from->lock);
	guard(mutex)(&to->lock);
	from->sum -= n;
	to->sum += n;
}

/* bad: a third is not one of the two */
void till_move_third(struct till *from, struct till *to, struct till *other, long n)
{
	guard(mutex_two)(&from->lock, &to->lock);
	from->sum -= n;
	other->sum += n;
}

/* bad: only to the end of the block */
void till_move_late(struct till *from, struct till *to, long n)
{
	scoped_guard(mutex_two, &from->lock, &to->lock)
		from->sum -= n;
	to->sum += n;
}

/* bad: the early return leaves both */
int jar_take(struct jar *from, struct jar *to, long n)
{
	cleat_spin_lock_two(&from->lock, &to->lock);
	if (from->sum < n)
		return -ENOSPC;
	from->sum -= n;
	to->sum += n;
	cleat_spin_unlock_two(&from->lock, &to->lock);
	return 0;
}

/* bad: these are spinlocks */
void jar_wait(struct jar *from, struct jar *to)
{
	guard(spinlock_two)(&from->lock, &to->lock);
	from->sum = to->sum;
	msleep(1);
}

/* bad: one of them is held already */
void till_again(struct till *from, struct till *to)
{
	guard(mutex)(&from->lock);
	guard(mutex_two)(&from->lock, &to->lock);
	to->sum = 0;
}

/*
 * check:
 *	43: CL407: a second 'struct till.lock' is taken while one is held: two threads can do it in opposite order
 *	53: CL405: 'other->sum' is guarded by 'other->lock', but the lock that is held is 'from->lock'
 *	61: CL404: 'to->sum' is written without 'to->lock', which guards it
 *	61: CL404: 'to->sum' is read without 'to->lock', which guards it
 *	69: CL401: 'from->lock' is still locked at this return
 *	81: CL408: 'msleep' may sleep, and is called under the spinlock 'from->lock'
 *	88: CL402: 'from->lock' is locked twice
 */
