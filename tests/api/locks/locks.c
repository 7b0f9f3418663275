/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A table under a reader-writer semaphore; purses, of which two are locked at once. */
#include <cleat/module.h>

#include "locks.h"

static DECLARE_RWSEM(table_lock);
static unsigned long left __guarded_by(&table_lock), right __guarded_by(&table_lock);

void table_bump(void)
{
	guard(rwsem_write)(&table_lock);
	lockdep_assert_held_write(&table_lock);
	left++;
	right++;
}

bool table_is_whole(void)
{
	guard(rwsem_read)(&table_lock);
	lockdep_assert_held(&table_lock);
	return left == right;
}

void purse_init(struct purse *p, long coins, long notes)
{
	mutex_init(&p->lock);
	spin_lock_init(&p->notes_lock);
	p->coins = coins;
	p->notes = notes;
}

void purse_move_coins(struct purse *from, struct purse *to, long n)
{
	guard(mutex_two)(&from->lock, &to->lock);
	lockdep_assert_held(&from->lock);
	lockdep_assert_held(&to->lock);
	from->coins -= n;
	to->coins += n;
}

int purse_move_notes(struct purse *from, struct purse *to, long n)
{
	scoped_guard(spinlock_two, &from->notes_lock, &to->notes_lock) {
		if (from->notes < n)
			return -ENOSPC;
		from->notes -= n;
		to->notes += n;
	}
	return 0;
}

static int __init locks_init(void)
{
	return 0;
}

static void __exit locks_exit(void)
{
}

cleat_module(locks, locks_init, locks_exit);
MODULE_DESCRIPTION("test of the headers of locks");
MODULE_AUTHOR("the Cleat authors");
