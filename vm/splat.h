/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Reports of a kernel about its own trouble: panics, oopses, BUG, WARNING, lockdep, KASAN, UBSAN,
 * stalls, leaks.
 */
#ifndef VM_SPLAT_H
#define VM_SPLAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/** splat_message - @line without what the kernel prints before a message: "<4>[    1.234567] " */
const char *splat_message(const char *line);

/**
 * struct splat - the first report in a stretch of a kernel's log; zeroed to begin
 * @text: the report so far, or NULL; splat_take gives it away
 */
struct splat {
	char *text;
	size_t size;
	FILE *out;
	int left;
};

/** splat_feed - look at the next message (splat_message); keeps the first report, as far as its end
 */
void splat_feed(struct splat *s, const char *message);

/** splat_seen - did a report begin? */
bool splat_seen(const struct splat *s);

/** splat_take - end @s; return its report (malloc'ed), or NULL when there was none */
char *splat_take(struct splat *s);

#endif
