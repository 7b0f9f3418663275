/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The text of a file that a program reads: a show function writes it from start to end with
 * seq_printf and its like, and never looks at sizes. When the text does not fit, the buffer is made
 * larger and the function is called again, so it must not change what it shows.
 *
 *	seq_printf(m, fmt, …)		formatted
 *	seq_puts(m, s), seq_putc(m, c)	a string, a character
 *	seq_write(m, data, len)		bytes
 *	seq_has_overflowed(m)		no more fits: what follows is for nothing
 *
 * Where a show function stands: DEFINE_DEBUGFS_FILE (<cleat/debugfs.h>), DEFINE_PROC_FILE
 * (<cleat/proc_fs.h>).
 *
 * Context: process context; a show function may sleep. Return of a show function: 0 or an errno,
 * which the reader gets.
 * Source: include/linux/seq_file.h; rust/kernel/seq_file.rs.
 *
 * Wrong: the bound is the author's guess::
 *
 *	for (i = 0; i < q->len; i++)
 *		n += sprintf(page + n, "%u\n", q->slot[i]);
 *
 * Right::
 *
 *	for (i = 0; i < q->len && i < ARRAY_SIZE(q->slot); i++)
 *		seq_printf(m, "%u\n", q->slot[i]);
 */
#ifndef CLEAT_SEQ_FILE_H
#define CLEAT_SEQ_FILE_H

#include <cleat/err.h>

#ifdef __KERNEL__
#include <linux/seq_file.h>
#else
#include "../../host/seq_file.h"

void seq_printf(struct seq_file *m, const char *fmt, ...) __printf(2, 3);
void seq_puts(struct seq_file *m, const char *s);
void seq_putc(struct seq_file *m, char c);

/** seq_write - @len bytes; 0, or -1 when they did not fit */
int seq_write(struct seq_file *m, const void *__to_user data __sized_by(len), size_t len __length);

/** seq_has_overflowed - is there no room left? The function is then called again with more. */
bool seq_has_overflowed(struct seq_file *m);
#endif

#endif
