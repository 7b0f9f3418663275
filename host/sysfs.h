/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_SYSFS_H
#define CLEAT_HOST_SYSFS_H

#include "miscdevice.h"
#include "types.h"

struct attribute {
	const char *name;
	umode_t mode;
};

struct attribute_group {
	const char *name;
	struct attribute **attrs;
};

struct device_attribute {
	struct attribute attr;
	ssize_t (*show)(struct miscdevice *misc, char *buf);
	ssize_t (*store)(struct miscdevice *misc, const char *text, size_t len);
};

#define CLEAT_DEVICE_ATTR_WORLD(var, T, member, file, file_mode)                                   \
	static ssize_t var##_show_dev(struct miscdevice *misc, char *buf)                          \
	{                                                                                          \
		return var##_typed.show ? var##_typed.show(container_of(misc, T, member), buf)     \
					: -EIO;                                                    \
	}                                                                                          \
	static ssize_t var##_store_dev(struct miscdevice *misc, const char *text, size_t len)      \
	{                                                                                          \
		return var##_typed.store                                                           \
			       ? var##_typed.store(container_of(misc, T, member), text, len)       \
			       : -EIO;                                                             \
	}                                                                                          \
	static struct device_attribute var = {.attr = {.name = file, .mode = file_mode},           \
					      .show = var##_show_dev,                              \
					      .store = var##_store_dev}

struct host_sysfs;

/** host_sysfs_show - the files of @misc->groups; host_sysfs_remove takes them away */
int host_sysfs_show(struct miscdevice *misc);
void host_sysfs_remove(struct miscdevice *misc);

#endif
