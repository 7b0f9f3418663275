/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * libclang, loaded when it is needed: to relocate it and LLVM takes ten times as long as most commands
 * run. Sources include this instead of <clang-c/Index.h>; their calls look as ever.
 */
#ifndef BASE_LIBCLANG_H
#define BASE_LIBCLANG_H

#include <stdbool.h>

#include <clang-c/Index.h>
#include "libclang_calls.h" /* made by base/libclang_calls */

extern struct clang_calls clang_calls;

/** libclang_load - have libclang, before any of its functions is called; false after a message, the first time */
bool libclang_load(void);

/** libclang_file - the path of the library that libclang_load() loads */
const char *libclang_file(void);

#endif
