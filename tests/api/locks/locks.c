/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A table under a reader-writer semaphore. */
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
