/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_MISCDEVICE_H
#define CLEAT_HOST_MISCDEVICE_H

#include "fs.h"

#define MISC_DYNAMIC_MINOR 255
#define WATCHDOG_MINOR 130

struct attribute_group;
struct host_sysfs;

struct miscdevice {
	int minor;
	const char *name;
	const struct file_operations *fops;
	umode_t mode;
	const struct attribute_group **groups;
	struct host_entry *entry;
	struct host_sysfs *sysfs;
	void *device;
};

struct cleat_misc {
	struct miscdevice misc;
	char name[CLEAT_MISC_NAME];
};

#endif
