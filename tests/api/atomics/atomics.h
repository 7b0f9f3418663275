/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef ATOMICS_H
#define ATOMICS_H

#include <cleat/atomic.h>
#include <cleat/bitops.h>
#include <cleat/err.h>
#include <cleat/sched.h>

/* At most ATOMICS_USERS at a time, by a bound counter; slots, by a bitmap. */
enum { ATOMICS_USERS = 3, ATOMICS_SLOTS = 100 };
int __must_check user_enter(void);
void user_leave(void);
int __must_check slot_take(void);
void slot_give(int slot);

#endif
