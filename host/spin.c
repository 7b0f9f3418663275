/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "spin.h"

#include <sched.h>

static unsigned int allowed_us, most, spinning;

bool host_spin_allow(unsigned int us)
{
	cpu_set_t cpus;

	if (sched_getaffinity(0, sizeof(cpus), &cpus) < 0 || CPU_COUNT(&cpus) < 2)
		return false;
	most = (unsigned int)CPU_COUNT(&cpus);
	allowed_us = us;
	return true;
}

unsigned int host_spin_us(void)
{
	return allowed_us;
}

static unsigned long long now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (unsigned long long)ts.tv_sec * 1000000000 + (unsigned long long)ts.tv_nsec;
}

/* Whoever else could run does: the one that is waited for may be on this processor. */
static void look(const unsigned int *word, unsigned int seen)
{
	unsigned long long end = now_ns() + allowed_us * 1000ull;

	while (__atomic_load_n(word, __ATOMIC_ACQUIRE) == seen && now_ns() < end)
		sched_yield();
}

void host_spin(const unsigned int *word, unsigned int seen)
{
	if (!allowed_us)
		return;
	if (__atomic_fetch_add(&spinning, 1, __ATOMIC_RELAXED) < most)
		look(word, seen);
	__atomic_fetch_sub(&spinning, 1, __ATOMIC_RELAXED);
}
