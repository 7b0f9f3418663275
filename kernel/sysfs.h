/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_SYSFS_H
#define CLEAT_KERNEL_SYSFS_H

#include <linux/device.h>
#include <linux/sysfs.h>

#define CLEAT_DEVICE_ATTR_WORLD(var, T, member, file, file_mode)                                   \
	static ssize_t var##_show_dev(struct device *dev, struct device_attribute *attr,           \
				      char *buf)                                                   \
	{                                                                                          \
		struct miscdevice *misc = dev_get_drvdata(dev);                                    \
                                                                                                   \
		return var##_typed.show ? var##_typed.show(container_of(misc, T, member), buf)     \
					: -EIO;                                                    \
	}                                                                                          \
	static ssize_t var##_store_dev(struct device *dev, struct device_attribute *attr,          \
				       const char *text, size_t len)                               \
	{                                                                                          \
		struct miscdevice *misc = dev_get_drvdata(dev);                                    \
                                                                                                   \
		return var##_typed.store                                                           \
			       ? var##_typed.store(container_of(misc, T, member), text, len)       \
			       : -EIO;                                                             \
	}                                                                                          \
	static struct device_attribute var = {.attr = {.name = file, .mode = file_mode},           \
					      .show = var##_show_dev,                              \
					      .store = var##_store_dev}

#endif
