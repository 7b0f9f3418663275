/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Users and slots that are counted without a lock. */
#include <cleat/module.h>

#include "atomics.h"

static atomic_t users = ATOMIC_INIT(0);
static DECLARE_BITMAP(busy, ATOMICS_SLOTS);

int user_enter(void)
{
	if (!atomic_add_unless(&users, 1, ATOMICS_USERS))
		return -EBUSY;
	return 0;
}

void user_leave(void)
{
	atomic_dec(&users);
}

int slot_take(void)
{
	for (;;) {
		unsigned long slot = find_first_zero_bit(busy, ATOMICS_SLOTS);

		if (slot >= ATOMICS_SLOTS)
			return -ENOSPC;
		if (!test_and_set_bit(slot, busy))
			return (int)slot;
	}
}

void slot_give(int slot)
{
	if (slot >= 0 && slot < ATOMICS_SLOTS)
		clear_bit_unlock(slot, busy);
}

static int __init atomics_init(void)
{
	return 0;
}

static void __exit atomics_exit(void)
{
}

cleat_module(atomics, atomics_init, atomics_exit);
MODULE_DESCRIPTION("test of the headers of atomics");
MODULE_AUTHOR("the Cleat authors");
