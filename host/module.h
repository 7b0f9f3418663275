/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A driver in a process is found by its linker sections: one cleat_modules entry, a cleat_params
 * entry for each parameter.
 */
#ifndef CLEAT_HOST_MODULE_H
#define CLEAT_HOST_MODULE_H

#include "types.h"

struct host_module {
	const char *name;
	int (*init)(void);
	void (*exit)(void);
};

enum host_param_type { HOST_PARAM_bool, HOST_PARAM_int, HOST_PARAM_uint, HOST_PARAM_ulong, HOST_PARAM_charp };

struct host_param {
	const char *name;
	enum host_param_type type;
	void *value;
	umode_t perm;
};

#define __cleat_section(s) __attribute__((used, section(s), aligned(8)))

#define cleat_module(module_name, init_fn, exit_fn)                                                \
	static const struct host_module __cleat_module __cleat_section("cleat_modules") = {        \
		.name = #module_name, .init = init_fn, .exit = exit_fn}

/* The typed pointer makes a parameter of another type than its variable a compile error. */
typedef bool __cleat_param_bool;
typedef int __cleat_param_int;
typedef unsigned int __cleat_param_uint;
typedef unsigned long __cleat_param_ulong;
typedef char *__cleat_param_charp;
#define __cleat_param_define(param, var, ctype, kind, permission)                                  \
	static ctype *const __cleat_param_check_##param __maybe_unused = &(var);                   \
	static const struct host_param __cleat_param_##param __cleat_section("cleat_params") = {   \
		.name = #param, .type = kind, .value = &(var), .perm = permission}
#define module_param_named(param, var, param_type, permission)                                     \
	__cleat_param_define(param, var, __cleat_param_##param_type, HOST_PARAM_##param_type,      \
			     permission)
#define module_param(var, param_type, permission)                                                  \
	__cleat_param_define(var, var, __cleat_param_##param_type, HOST_PARAM_##param_type,        \
			     permission)

#define __cleat_info(tag, text)                                                                    \
	static const char __UNIQUE_ID(tag)[] __attribute__((used, section("cleat_modinfo"))) =     \
		#tag "=" text
#define MODULE_PARM_DESC(var, text) __cleat_info(parm, #var ":" text)
#define MODULE_DESCRIPTION(text) __cleat_info(description, text)
#define MODULE_AUTHOR(text) __cleat_info(author, text)
#define MODULE_ALIAS(text) __cleat_info(alias, text)
#define MODULE_VERSION(text) __cleat_info(version, text)

#endif
