/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Filters between a transport and the core: they make calls fail, take longer, or show, for any
 * driver and without its knowledge. They stack in the order they are added, the first outermost.
 *
 *	error=EIO:0.01[:OPS]	a call in a hundred fails with EIO and never reaches the driver
 *	delay=5ms[:OPS]		each call waits first (ns, us, ms, s); a signal ends the wait
 *	log[:OPS]		each call and its result are printed
 *	seed=N			where the pseudo-random sequence of the error filters begins
 *
 * OPS is a list of open, release, read, write, ioctl, poll, flush, llseek; without it, all but
 * release for errors (a release cannot fail) and all for the others.
 */
#ifndef CLEAT_HOST_FILTER_H
#define CLEAT_HOST_FILTER_H

#include "host/core.h"

enum host_op {
	HOST_OP_OPEN,
	HOST_OP_RELEASE,
	HOST_OP_READ,
	HOST_OP_WRITE,
	HOST_OP_IOCTL,
	HOST_OP_POLL,
	HOST_OP_FLUSH,
	HOST_OP_LLSEEK,
	HOST_OPS
};

/** host_filter_add - add what --filter names; 0, or 2 after a message */
int host_filter_add(const char *spec);

/**
 * struct host_filter_call - one call on its way; @detail: command or length; @entered: filters
 * passed
 */
struct host_filter_call {
	enum host_op op;
	const char *name;
	unsigned long detail;
	int entered;
};

/**
 * host_filter_enter - pass a call through the filters on its way in
 *
 * Return: 0, or the errno that answers the call: it must not reach the driver then. In both cases
 * host_filter_leave follows.
 */
int host_filter_enter(struct host_filter_call *fc, struct host_call *call);

/** host_filter_leave - pass @result through the filters on its way out */
void host_filter_leave(const struct host_filter_call *fc, const struct host_call *call,
		       long result);

#endif
