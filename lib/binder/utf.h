/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Text: UTF-8 in programs, UTF-16 in parcels. */
#ifndef BINDER_UTF_H
#define BINDER_UTF_H

#include <stddef.h>
#include <stdint.h>

/**
 * utf16_from_utf8 - convert and end with a zero unit
 * @ret_units: how many units before it
 *
 * Return: malloc'ed, or NULL when @s is no UTF-8 or memory is out.
 */
uint16_t *utf16_from_utf8(const char *s, size_t *ret_units);

/** utf8_from_utf16 - convert @units units, malloc'ed; half a pair becomes U+FFFD; NULL: no memory */
char *utf8_from_utf16(const uint16_t *text, size_t units);

#endif
