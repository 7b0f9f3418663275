/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A lock that the thread sanitizer does not see. An ordinary mutex around the transport's tables
 * would order every call into the driver after the one before it in the sanitizer's eyes, and so
 * hide the driver's own races. Data under a quiet lock is touched in __quiet functions only.
 */
#ifndef CLEAT_HOST_FUSE_QUIET_H
#define CLEAT_HOST_FUSE_QUIET_H

#include "host/libc.h"

#define __quiet __attribute__((no_sanitize("thread"), __noinline__))

/* word: 0 free, 1 held, 2 held and someone waits */
struct quiet_lock {
	unsigned int word;
};

__quiet void quiet_lock(struct quiet_lock *lock);
__quiet void quiet_unlock(struct quiet_lock *lock);

/** quiet_wait - sleep until @word is not @seen any more, or @timeout_ms passed (-1: for ever) */
__quiet void quiet_wait(unsigned int *word, unsigned int seen, int timeout_ms);
/** quiet_wake - wake up to @n sleepers of quiet_wait(@word) */
__quiet void quiet_wake(unsigned int *word, int n);

#endif
