/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Mounting a driver's file system where a program asked for it: in that program's mount and user
 * namespaces, below its root, and with no more rights than it has.
 */
#ifndef CLEAT_HOST_MOUNTER_H
#define CLEAT_HOST_MOUNTER_H

#include "types.h"

/**
 * struct host_mounting - mount(2) as task @tid asked for it
 * @source, @dir, @type, @options: its strings; @flags: MS_…
 * @tagged: it is ours to take away at the end: @dir is absolute; without rights it is fusermount3's
 */
struct host_mounting {
	pid_t tid;
	const char *source, *dir, *type, *options;
	unsigned long flags;
	bool tagged;
};

/**
 * host_mounting_do - mount or remount
 *
 * Return: 0 or the errno of mount(2); -ENODEV when the driver has no file system of this type.
 */
int host_mounting_do(const struct host_mounting *m);

#endif
