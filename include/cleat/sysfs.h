/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Attributes of a device: one value a file, below /sys/class/misc/NAME/ (on the host:
 * sys/class/misc/NAME/ of the mount). They come and go with the device: misc_register shows them,
 * misc_deregister waits for calls under way, and files that are still open then fail with -ENODEV.
 *
 * DEFINE_DEVICE_ATTR(var, T, member, name, mode, .show = …, .store = …)
 * @T: type of the device object; @member: its struct miscdevice
 * @name: the file's name; @mode: its permission bits, which also say whether it can be read,
 * written
 * @show: ssize_t (T *dev, char *buf); writes @buf by sysfs_emit alone and returns what that
 * returned
 * @store: ssize_t (T *dev, const char *text, size_t len); a string of at most a page that ends in
 * NUL;
 *	returns @len or an errno
 *
 * ATTRIBUTE_GROUPS(name) makes name_groups of the array name_attrs, for .groups of the miscdevice.
 *
 * Context: process context; show and store may sleep.
 * Source: include/linux/sysfs.h, device.h; Documentation/filesystems/sysfs.rst.
 *
 * Wrong: the store believes that what it got is a number::
 *
 *	d->slots = simple_strtoul(text, NULL, 0);
 *
 * Example::
 *
 *	static ssize_t fifo_slots_show(struct fifo *f, char *buf)
 *	{
 *		return sysfs_emit(buf, "%u\n", READ_ONCE(f->slots));
 *	}
 *	DEFINE_DEVICE_ATTR(fifo_slots, struct fifo, misc, "slots", 0444, .show = fifo_slots_show);
 *	static struct attribute *fifo_attrs[] = {&fifo_slots.attr, NULL};
 *	ATTRIBUTE_GROUPS(fifo);
 *
 *	static struct fifo fifo = {
 *		.misc = {
 *			.minor = MISC_DYNAMIC_MINOR,
 *			.name = "cleat-fifo-example",
 *			.fops = &fifo_fops,
 *			.groups = fifo_groups,
 *		},
 *	};
 */
#ifndef CLEAT_SYSFS_H
#define CLEAT_SYSFS_H

#include <cleat/miscdevice.h>
#include <cleat/string.h>

#ifdef __KERNEL__
#include "../../kernel/sysfs.h"
#else
#include "../../host/sysfs.h"

#define ATTRIBUTE_GROUPS(name)                                                                     \
	static const struct attribute_group name##_group = {.attrs = name##_attrs};                \
	static const struct attribute_group *name##_groups[] = {&name##_group, NULL}

/** sysfs_emit - format into @buf, which show got; the length, always less than a page */
int sysfs_emit(char *__writes buf, const char *fmt, ...) __printf(2, 3);

/** sysfs_emit_at - the same from offset @at on: what earlier calls returned, added up */
int sysfs_emit_at(char *buf, int at, const char *fmt, ...) __printf(3, 4);
#endif

#define CLEAT_DEVICE_ATTR_CALLBACKS(T)                                                             \
	ssize_t (*show)(T *dev, char *buf)__callback __sleeps;                                     \
	ssize_t (*store)(T *dev, const char *text, size_t len) __callback __sleeps;

#define DEFINE_DEVICE_ATTR(var, T, member, name, mode, ...)                                        \
	static const struct {                                                                      \
		CLEAT_DEVICE_ATTR_CALLBACKS(T)                                                     \
	} var##_typed = {__VA_ARGS__};                                                             \
	CLEAT_DEVICE_ATTR_WORLD(var, T, member, name, mode)

#endif
