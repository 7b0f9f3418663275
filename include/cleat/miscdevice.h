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
void misc_deregister(struct miscdevice *misc __ends(registered)) __sleeps;
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

#endif
