/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * System call tables: the kernel's .tbl files ("number abi name entry [compat [noreturn]]") and
 * unistd headers ("#define __NR_name number"). A call whose row has no entry point keeps its number
 * and answers ENOSYS: it is "not implemented", which is not the same as removed.
 */
#ifndef ABI_SYSCALLS_H
#define ABI_SYSCALLS_H

#include "abi/model.h"

#include <stdbool.h>
#include <stdio.h>

/** struct syscall_row - one call; @entry is "ni" when nothing implements it, "?" when not said */
struct syscall_row {
	unsigned int number, line;
	const char *abi, *name, *entry;
};

struct syscall_table {
	struct arena arena;
	struct syscall_row *rows;
	size_t n;
};

/** syscalls_read - a .tbl file or a unistd header; false after a message */
bool syscalls_read(struct syscall_table *t, const char *path);

/** syscalls_is_table - does the name say that it is a table (*.tbl, unistd*.h)? */
bool syscalls_is_table(const char *path);

/** syscalls_model - the table as a model of its own, profile x86_64 */
struct abi_model *syscalls_model(const char *path);

/** syscalls_header - write the rows of the given abis (space separated) as #define __NR_… */
void syscalls_header(const struct syscall_table *t, const char *abis, FILE *out);

void syscalls_deinit(struct syscall_table *t);

#endif
