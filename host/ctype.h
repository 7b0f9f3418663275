/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Not libc's: that goes by the locale, and knows no Latin-1. */
#ifndef CLEAT_HOST_CTYPE_H
#define CLEAT_HOST_CTYPE_H

#include "types.h"

/* Some are macros of the kernel's. */
#undef isalnum
#undef isalpha
#undef isascii
#undef iscntrl
#undef isdigit
#undef isgraph
#undef islower
#undef isprint
#undef ispunct
#undef isspace
#undef isupper
#undef isxdigit
#undef tolower
#undef toupper

#define __CLEAT_CTYPE_FN static inline __maybe_unused

__CLEAT_CTYPE_FN int isdigit(int c)
{
	return '0' <= c && c <= '9';
}

__CLEAT_CTYPE_FN int isupper(int c)
{
	u8 at = (u8)c;

	return (at >= 'A' && at <= 'Z') || (at >= 192 && at <= 222 && at != 215);
}

__CLEAT_CTYPE_FN int islower(int c)
{
	u8 at = (u8)c;

	return (at >= 'a' && at <= 'z') || (at >= 223 && at != 247);
}

__CLEAT_CTYPE_FN int isalpha(int c)
{
	return isupper(c) || islower(c);
}

__CLEAT_CTYPE_FN int isalnum(int c)
{
	return isalpha(c) || isdigit((u8)c);
}

__CLEAT_CTYPE_FN int isxdigit(int c)
{
	u8 at = (u8)c;

	return isdigit(at) || (at >= 'a' && at <= 'f') || (at >= 'A' && at <= 'F');
}

__CLEAT_CTYPE_FN int isspace(int c)
{
	u8 at = (u8)c;

	return (at >= 9 && at <= 13) || at == 32 || at == 160;
}

__CLEAT_CTYPE_FN int iscntrl(int c)
{
	u8 at = (u8)c;

	return at < 32 || at == 127;
}

__CLEAT_CTYPE_FN int isgraph(int c)
{
	u8 at = (u8)c;

	return (at > 32 && at < 127) || at > 160;
}

__CLEAT_CTYPE_FN int isprint(int c)
{
	return isgraph(c) || (u8)c == 32 || (u8)c == 160;
}

__CLEAT_CTYPE_FN int ispunct(int c)
{
	return isgraph(c) && !isalnum(c);
}

__CLEAT_CTYPE_FN int isascii(int c)
{
	return (u8)c < 128;
}

__CLEAT_CTYPE_FN int tolower(int c)
{
	return isupper(c) ? (u8)c + ('a' - 'A') : (u8)c;
}

/* Two small letters of Latin-1 have no great one there: the arithmetic is the kernel's. */
__CLEAT_CTYPE_FN int toupper(int c)
{
	return islower(c) ? (u8)c - ('a' - 'A') : (u8)c;
}

#endif
