/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * How a transport reaches the descriptors of a caller. "Ours" is a descriptor of this process,
 * "theirs" one of the caller's; each function is called by the thread that makes the call.
 */
#ifndef CLEAT_HOST_DESCRIPTORS_H
#define CLEAT_HOST_DESCRIPTORS_H

#include "types.h"

struct host_call;

/**
 * struct host_descriptors - the ways of one transport
 * @get: a descriptor of ours for the file behind @theirs, or -EBADF
 * @reserve: open something empty at their lowest free number; the number, or an errno
 * @install: let @theirs, which is open, be our @ours from now on; 0 or an errno
 * @close: close @theirs; 0 or -EBADF or another errno
 */
struct host_descriptors {
	int (*get)(struct host_call *call, unsigned int theirs);
	int (*reserve)(struct host_call *call);
	int (*install)(struct host_call *call, unsigned int theirs, int ours, bool cloexec);
	int (*close)(struct host_call *call, unsigned int theirs);
};

/* The caller is this very process. */
extern const struct host_descriptors host_descriptors_local;

/* What a call has reserved and neither installed nor put. */
struct host_reserved {
	struct host_reserved *next;
	unsigned int fd;
	bool cloexec;
};

/** host_descriptors_end - the call is over: report and give back what it still has reserved */
void host_descriptors_end(struct host_call *call);

#endif
