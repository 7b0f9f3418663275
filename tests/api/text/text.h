/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef TEXT_H
#define TEXT_H

#include <cleat/types.h>

enum { TEXT_MAX = 64, TEXT_NAME = 8 };

struct text_settings {
	u8 level;
	u16 port;
	u32 size;
	s64 limit;
	bool on;
	char other[TEXT_NAME];
};

/* All that @text says, or nothing and a negative error. */
int text_set(const char *text);
/* The settings, cut at @size; the characters written. */
int text_show(char *buf __sized_by(size) __fills(return + 1), size_t size __length);

#endif
