/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The fault sweep: the N-th operation since it was armed fails, whichever thread makes it. */
#include "libc.h"

#include "fault.h"
#include <cleat/fault.h>

static bool armed;
static long countdown, seen;
static bool hit;

void cleat_fault_arm(long n)
{
	__atomic_store_n(&countdown, n, __ATOMIC_RELAXED);
	__atomic_store_n(&seen, 0, __ATOMIC_RELAXED);
	__atomic_store_n(&hit, false, __ATOMIC_RELAXED);
	__atomic_store_n(&armed, true, __ATOMIC_RELEASE);
}

bool cleat_fault_disarm(void)
{
	__atomic_store_n(&armed, false, __ATOMIC_RELEASE);
	return __atomic_load_n(&hit, __ATOMIC_RELAXED);
}

bool cleat_fault(enum cleat_fault_kind kind)
{
	(void)kind;
	if (likely(!__atomic_load_n(&armed, __ATOMIC_ACQUIRE)))
		return false;
	if (__atomic_add_fetch(&seen, 1, __ATOMIC_RELAXED) != __atomic_load_n(&countdown, __ATOMIC_RELAXED))
		return false;
	__atomic_store_n(&hit, true, __ATOMIC_RELAXED);
	return true;
}
