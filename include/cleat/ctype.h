/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What kind of character: ASCII, and Latin-1 above it, in every locale.
 *
 *	isdigit(c), isxdigit(c), isalpha(c), isalnum(c), isupper(c), islower(c)
 *	isspace(c), isprint(c), isgraph(c), ispunct(c), iscntrl(c), isascii(c)
 *	tolower(c), toupper(c)			the other case, or c itself
 *
 * A char with a sign is taken as the character that it stands for.
 *
 * Context: any. Source: include/linux/ctype.h, lib/ctype.c.
 *
 * Wrong: 'x' is no digit, and the number is anything::
 *
 *	value = value * 10 + (text[i] - '0');
 *
 * Right::
 *
 *	if (!isdigit(text[i]))
 *		return -EINVAL;
 *	value = value * 10 + (text[i] - '0');
 */
#ifndef CLEAT_CTYPE_H
#define CLEAT_CTYPE_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/ctype.h>
#else
#include "../../host/ctype.h"
#endif

#endif
