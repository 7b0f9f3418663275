/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_KERNEL_MODULE_H
#define CLEAT_KERNEL_MODULE_H

#include <linux/init.h>
#include <linux/module.h>
#include <linux/moduleparam.h>

#if defined(CLEAT_TEST)
/* The test runner has the module's entry points, and calls the driver's between them. */
#define __cleat_module_entry(name, init_fn, exit_fn)                                               \
	int cleat_driver_init(void)                                                                \
	{                                                                                          \
		return init_fn();                                                                  \
	}                                                                                          \
	void cleat_driver_exit(void)                                                               \
	{                                                                                          \
		exit_fn();                                                                         \
	}
int cleat_driver_init(void);
void cleat_driver_exit(void);
#elif defined(MODULE)
#define __cleat_module_entry(name, init_fn, exit_fn)                                               \
	module_init(init_fn);                                                                      \
	module_exit(exit_fn);
#else
#define __cleat_module_entry(name, init_fn, exit_fn)                                               \
	int __##name##_init(void);                                                                 \
	void __##name##_exit(void);                                                                \
	int __init __##name##_init(void)                                                           \
	{                                                                                          \
		return init_fn();                                                                  \
	}                                                                                          \
	void __##name##_exit(void)                                                                 \
	{                                                                                          \
		exit_fn();                                                                         \
	}                                                                                          \
	device_initcall(__##name##_init);
#endif

static __always_inline void cleat_module_pin(void)
{
	__module_get(THIS_MODULE);
}

static __always_inline void cleat_module_unpin(void)
{
	module_put(THIS_MODULE);
}

#define cleat_module(name, init_fn, exit_fn)                                                       \
	__cleat_module_entry(name, init_fn, exit_fn)                                               \
	MODULE_LICENSE("Dual MIT/GPL")

#ifdef CLEAT_TEST
/* A test module keeps the driver's init code: the failure sweep runs it more than once. */
#undef __init
#undef __exit
#define __init
#define __exit
#endif

#endif
