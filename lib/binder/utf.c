/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "lib/binder/utf.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { REPLACEMENT = 0xfffd };

/* The next character of @s, which moves on; false when it is no UTF-8. */
static bool next_char(const unsigned char **s, uint32_t *ret)
{
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	unsigned int c = *(*s)++;
	int more = c < 0x80 ? 0 : (c & 0xe0) == 0xc0 ? 1 : (c & 0xf0) == 0xe0 ? 2 : 3;
	uint32_t v = more == 0 ? c : c & (0x3fu >> more);

	if (more == 3 && (c & 0xf8) != 0xf0)
		return false;
	for (int i = 0; i < more; i++) {
		if ((**s & 0xc0) != 0x80)
			return false;
		v = v << 6 | (*(*s)++ & 0x3f);
	}
	*ret = v;
	return v >= least[more] && v <= 0x10ffff && (v < 0xd800 || v > 0xdfff);
}

uint16_t *utf16_from_utf8(const char *s, size_t *ret_units)
{
	const unsigned char *at = (const unsigned char *)s;
	/* No character takes more units than it has bytes. */
	uint16_t *text = malloc((strlen(s) + 1) * sizeof(*text));
	size_t n = 0;
	uint32_t c;

	while (text && *at) {
		if (!next_char(&at, &c)) {
			free(text);
			return NULL;
		}
		if (c >= 0x10000) {
			text[n++] = (uint16_t)(0xd800 + ((c - 0x10000) >> 10));
			c = 0xdc00 + ((c - 0x10000) & 0x3ff);
		}
		text[n++] = (uint16_t)c;
	}
	if (text)
		text[n] = 0;
	*ret_units = n;
	return text;
}

static char *put_char(char *out, uint32_t c)
{
	if (c < 0x80) {
		*out++ = (char)c;
		return out;
	}
	if (c < 0x800) {
		*out++ = (char)(0xc0 | c >> 6);
	} else {
		if (c < 0x10000) {
			*out++ = (char)(0xe0 | c >> 12);
		} else {
			*out++ = (char)(0xf0 | c >> 18);
			*out++ = (char)(0x80 | (c >> 12 & 0x3f));
		}
		*out++ = (char)(0x80 | (c >> 6 & 0x3f));
	}
	*out++ = (char)(0x80 | (c & 0x3f));
	return out;
}

char *utf8_from_utf16(const uint16_t *text, size_t units)
{
	char *s = malloc(units * 3 + 1), *out = s;

	for (size_t i = 0; s && i < units; i++) {
		uint32_t c = text[i];

		if (c >= 0xd800 && c < 0xdc00 && i + 1 < units && (text[i + 1] & 0xfc00) == 0xdc00)
			c = 0x10000 + ((c & 0x3ff) << 10) + (text[++i] & 0x3ff);
		else if (c >= 0xd800 && c <= 0xdfff)
			c = REPLACEMENT;
		out = put_char(out, c);
	}
	if (s)
		*out = '\0';
	return s;
}
