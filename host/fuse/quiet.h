/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Order between threads, as the thread sanitizer is to see it. An ordinary mutex around the
 * transport's tables would order every call into the driver after the one before it in the
 * sanitizer's eyes, and so hide the driver's own races. So this folder is compiled without the
 * sanitizer, has a lock of its own that it does not know, and says itself what the kernel orders.
 */
#ifndef CLEAT_HOST_FUSE_QUIET_H
#define CLEAT_HOST_FUSE_QUIET_H

#include "host/libc.h"

/* word: 0 free, 1 held, 2 held and someone waits */
struct quiet_lock {
	unsigned int word;
};

void quiet_lock(struct quiet_lock *lock);
void quiet_unlock(struct quiet_lock *lock);

/** quiet_wait - sleep until @word is not @seen any more, or @timeout_ms passed (-1: for ever) */
void quiet_wait(unsigned int *word, unsigned int seen, int timeout_ms);
/** quiet_wake - wake up to @n sleepers of quiet_wait(@word) */
void quiet_wake(unsigned int *word, int n);

/*
 * What one thread did before quiet_before(at) is done for the thread that calls quiet_after(at)
 * later: the kernel sees to it (an ioctl comes after its open), the sanitizer cannot know.
 */
#ifdef CLEAT_TSAN
void __tsan_release(void *addr);
void __tsan_acquire(void *addr);
#define quiet_before(at) __tsan_release(at)
#define quiet_after(at)	 __tsan_acquire(at)
#else
#define quiet_before(at) ((void)(at))
#define quiet_after(at)	 ((void)(at))
#endif

/** quiet_new - @size bytes of zeros, or NULL; quiet_free - their end, in any thread */
static inline void *quiet_new(size_t size)
{
	void *p = calloc(1, size);

	if (p)
		quiet_before(p);
	return p;
}

static inline void quiet_free(void *p)
{
	if (p)
		quiet_after(p);
	free(p);
}

#endif
