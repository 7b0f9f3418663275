/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A three-state futex mutex (Drepper, "Futexes are tricky", mutex 2). */
#include "host/fuse/quiet.h"

#include <limits.h>
#include <linux/futex.h>

void quiet_wait(unsigned int *word, unsigned int seen, int timeout_ms)
{
	struct timespec ts = {timeout_ms / 1000, timeout_ms % 1000 * 1000000L};

	syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, seen, timeout_ms < 0 ? NULL : &ts, NULL, 0);
}

void quiet_wake(unsigned int *word, int n)
{
	syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, n, NULL, NULL, 0);
}

void quiet_lock(struct quiet_lock *lock)
{
	unsigned int seen = 0;

	if (__atomic_compare_exchange_n(&lock->word, &seen, 1, false, __ATOMIC_ACQUIRE,
					__ATOMIC_RELAXED))
		return;
	if (seen != 2)
		seen = __atomic_exchange_n(&lock->word, 2, __ATOMIC_ACQUIRE);
	while (seen != 0) {
		quiet_wait(&lock->word, 2, -1);
		seen = __atomic_exchange_n(&lock->word, 2, __ATOMIC_ACQUIRE);
	}
}

void quiet_unlock(struct quiet_lock *lock)
{
	if (__atomic_exchange_n(&lock->word, 0, __ATOMIC_RELEASE) == 2)
		quiet_wake(&lock->word, 1);
}
