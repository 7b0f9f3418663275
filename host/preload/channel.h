/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Below preload.c: the shared memory of this process with each driver, and calls through it. */
#ifndef CLEAT_HOST_PRELOAD_CHANNEL_H
#define CLEAT_HOST_PRELOAD_CHANNEL_H

#include "host/ring.h"

#include <stdbool.h>

struct channel;

/** struct channel_file - an open file as a driver's process knows it; see struct ring_control */
struct channel_file {
	struct channel *channel;
	uint32_t file, flushes;
};

/** channel_begin - before all others; false when this process cannot have any */
bool channel_begin(void);

/**
 * channel_attach - make the file behind @fd, which is on FUSE, known to the driver that serves it
 *
 * Context: one thread at a time. Return: true with *@ret; false when no driver of the kit serves it,
 * or one that does not want to.
 */
bool channel_attach(int fd, struct channel_file *ret);

/** channel_fresh - is no descriptor of the file closed since @flushes was counted? */
bool channel_fresh(const struct channel *c, uint32_t file, uint32_t flushes);

/**
 * channel_call - one ioctl
 * @ret: its result, or a negative errno
 *
 * Return: false when it has to go through the kernel: it was not begun.
 */
bool channel_call(struct channel *c, int fd, uint32_t file, uint32_t cmd, void *arg, long *ret);

#endif
