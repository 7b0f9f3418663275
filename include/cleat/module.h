/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A driver's life: one init, one exit, parameters.
 *
 * cleat_module(name, init, exit) - the driver's two ends, for a loadable and a built-in driver
 * @name: the module's name as an identifier
 * @init: int (void); registers everything and returns 0, or undoes what it did and returns -errno
 * @exit: void (void); ends every duty that init began, in reverse order
 *
 * A loadable driver gets init_module() and cleanup_module(), a built-in one __<name>_init() and
 * __<name>_exit(). The licence is always "Dual MIT/GPL", so that GPL-only symbols can be used.
 *
 * module_param(var, type, perm) makes a static variable settable at load time: type is bool, int,
 * uint, ulong or charp; perm 0 hides it, 0444 shows it below /sys/module/NAME/parameters.
 * module_param_named(name, var, type, perm) gives it another name; then it need not be static.
 * MODULE_PARM_DESC(name, text), MODULE_DESCRIPTION(text), MODULE_AUTHOR(text) as in the kernel.
 *
 * A driver that goes on working for nobody (a watchdog whose program died) must not be unloaded:
 * cleat_module_pin() keeps it until cleat_module_unpin(), and rmmod says "in use" meanwhile.
 *
 * Context: init and exit run in process context and may sleep.
 * Source: include/linux/module.h, moduleparam.h; rust/macros/module.rs.
 *
 * Example::
 *
 *	static unsigned int slots = 16;
 *	module_param(slots, uint, 0444);
 *	MODULE_PARM_DESC(slots, "how many slots (default 16)");
 *
 *	cleat_module(fifo, fifo_init, fifo_exit);
 *	MODULE_DESCRIPTION("first-in first-out device");
 */
#ifndef CLEAT_MODULE_H
#define CLEAT_MODULE_H

#include <cleat/err.h>
#include <cleat/printk.h>

#ifdef __KERNEL__
#include "../../kernel/module.h"
#else
#include "../../host/module.h"

/**
 * cleat_module_pin - the module stays until cleat_module_unpin; pins are counted
 *
 * Context: any, where the module is in use already: a file operation, not a timer's function.
 */
void cleat_module_pin(void) __begins(pinned);
void cleat_module_unpin(void) __ends(pinned);
#endif

#endif
