/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Waiting without sleep, for as long as it usually takes the others to answer, where they have another
 * processor to do it on. There can be more who wait so than processors: between some looks the processor
 * is given away.
 */
#ifndef CLEAT_HOST_SPIN_H
#define CLEAT_HOST_SPIN_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/*
 * Looks between which the processor is
 * kept: SPIN_QUICK for an answer that comes at once (8 us), SPIN_LOOKS for others, SPIN_SERVER for
 * requests. SPIN_SLEEP: a wait of as many times the limit, asleep, would have been one within it.
 */
enum {
	SPIN_MAX_US = 10000,
	SPIN_QUICK = 400,
	SPIN_LOOKS = 40,
	SPIN_SERVER = 150,
	SPIN_SLEEP = 4
};

static inline uint64_t spin_now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000u + (uint64_t)ts.tv_nsec;
}

static inline void spin_relax(void)
{
#if defined(__x86_64__) || defined(__i386__)
	__builtin_ia32_pause();
#else
	__asm__ volatile("" ::: "memory");
#endif
}

/** spin_possible - may this process run on more than one processor? */
static inline bool spin_possible(void)
{
	cpu_set_t set;

	/* An error: there are more processors than fit. */
	return sched_getaffinity(0, sizeof(set), &set) < 0 || CPU_COUNT(&set) > 1;
}

/**
 * struct spin_rest - no spinning until then, because the processor did not come back when it was given away
 *
 * Others have work for it: then sleeping is better, since who is woken up comes before them.
 */
struct spin_rest {
	uint64_t until, length;
};

enum { SPIN_LOST_NS = 200000, SPIN_REST_NS = 500000000, SPIN_REST_MAX_NS = 8000000000 };

static inline bool spin_rested(const struct spin_rest *r, uint64_t now)
{
	return now >= r->until;
}

/** spin_yield - give the processor away; false: it took long, and a rest begins */
static inline bool spin_yield(struct spin_rest *r)
{
	uint64_t begin = spin_now(), now;

	sched_yield();
	now = spin_now();
	if (now - begin < SPIN_LOST_NS)
		return true;
	/* Soon after the last one: a longer one. */
	if (now - r->until > 4 * r->length)
		r->length = SPIN_REST_NS;
	else if (r->length < SPIN_REST_MAX_NS)
		r->length *= 2;
	r->until = now + r->length;
	return false;
}

#endif
