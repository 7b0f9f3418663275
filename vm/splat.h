/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Reports of a kernel about its own trouble: panics, oopses, BUG, WARNING, lockdep, KASAN, UBSAN,
 * stalls, leaks.
 */
#ifndef VM_SPLAT_H
#define VM_SPLAT_H

#include <stdbool.h>

/** splat_message - @line without what the kernel prints before a message: "<4>[    1.234567] " */
const char *splat_message(const char *line);

/** splat_begins - does a report begin with this message? */
bool splat_begins(const char *message);

/** splat_ends - is this the last line of a report? */
bool splat_ends(const char *message);

#endif
