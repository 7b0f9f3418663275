/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A device node with little ceremony: /dev/NAME (on the host: dev/NAME of the mount).
 *
 * Context: process context; may sleep.
 * Source: include/linux/miscdevice.h; rust/kernel/miscdevice.rs.
 *
 * Example::
 *
 *	static struct miscdevice fifo_misc = {
 *		.minor = MISC_DYNAMIC_MINOR,
 *		.name = "fifo",
 *		.fops = &fifo_fops,
 *		.mode = 0666,
 *	};
 *	err = misc_register(&fifo_misc);
 */
#ifndef CLEAT_MISCDEVICE_H
#define CLEAT_MISCDEVICE_H

#include <cleat/fs.h>
#include <cleat/string.h>

#ifdef __KERNEL__
#include <linux/miscdevice.h>

#ifdef CLEAT_TEST
#define misc_register(misc) (cleat_fault(CLEAT_FAULT_ALLOC) ? -ENOMEM : misc_register(misc))
#endif
#else
#include "../../host/miscdevice.h"

/**
 * misc_register - show the node @misc->name
 * @misc: name, fops and mode set; must stay in place until misc_deregister
 *
 * Return: 0; -EEXIST when the name is taken; -ENOMEM.
 */
int __must_check misc_register(struct miscdevice *misc __begins(registered)) __sleeps;

/** misc_deregister - take the node away; when it returns no new open can begin */
void misc_deregister(struct miscdevice *misc __ends(registered) __only_once) __sleeps;
#endif

/**
 * cleat_misc_owner - the device object whose miscdevice was opened
 * @file: the file that open() got; valid in open() only, before a context exists
 * @T: type of the device object; @member: its struct miscdevice
 *
 * Return: the device, borrowed: it lives until misc_deregister.
 */
#define cleat_misc_owner(file, T, member)                                                          \
	container_of((struct miscdevice *)(file)->private_data, T, member)

/**
 * cleat_misc_register - show a node for a device object, one of several with one set of operations
 * @dev: the object, of the type D of @operations; its opens get it in .open_device
 * @member: its struct cleat_misc; zeroed, and in place until cleat_misc_deregister
 * @operations: the name that DEFINE_DEVICE_FILE_OPERATIONS was given
 * @name: the node's; copied
 * @mode: permission bits
 *
 * Nodes made at run time are a list or an array of such objects::
 *
 *	struct echo_device {
 *		struct cleat_misc node;
 *		char name[16];
 *	};
 *	err = cleat_misc_register(dev, node, echo_fops, dev->name, 0666);
 *
 * Return: 0; -EEXIST when the name is taken; -ENOMEM; -ENAMETOOLONG beyond CLEAT_MISC_NAME - 1 bytes.
 */
#define cleat_misc_register(dev, member, operations, name, mode)                                   \
	__cleat_misc_register(&(dev)->member, operations##_device(dev), &(operations).fops, name,  \
			      mode)

#ifdef __KERNEL__
static inline int __must_check __cleat_misc_register(struct cleat_misc *node, void *device,
						     const struct file_operations *fops,
						     const char *name, umode_t mode)
{
	int err;

	if (strscpy(node->name, name, sizeof(node->name)) < 0)
		return -ENAMETOOLONG;
	node->device = device;
	node->misc = (struct miscdevice){
		.minor = MISC_DYNAMIC_MINOR, .name = node->name, .fops = fops, .mode = mode};
	err = misc_register(&node->misc);
	node->shown = !err;
	return err;
}

static inline void cleat_misc_deregister(struct cleat_misc *node)
{
	if (xchg(&node->shown, 0))
		misc_deregister(&node->misc);
}
#else
int __must_check __cleat_misc_register(struct cleat_misc *node __begins(registered), void *device,
				       const struct file_operations *fops, const char *name,
				       umode_t mode) __sleeps;

/**
 * cleat_misc_deregister - take the node away; when it returns no new open can begin
 *
 * Fine for one that is not there (any more): so the device's own end can say it once again.
 */
void cleat_misc_deregister(struct cleat_misc *node __ends(registered)) __sleeps;
#endif

#endif
