/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_COMPLETION_H
#define CLEAT_HOST_COMPLETION_H

#include "wait.h"

/* @done counts the waiters that may pass; at UINT_MAX it stays: all may. @pthread guards it. */
struct __pinned completion {
	unsigned long pthread[5];
	unsigned int done;
	struct wait_queue_head wait;
};

#define DECLARE_COMPLETION(name) struct completion name = {.done = 0}
#define DECLARE_COMPLETION_ONSTACK(name) DECLARE_COMPLETION(name)

#endif
