/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_FORMAT_H
#define CLEAT_HOST_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/**
 * host_vformat - vsnprintf(), with the kernel's %p: sixteen digits that tell objects apart, and not where
 * in this process they lie. Of the letters that the kernel lets follow, K is known.
 *
 * Return: as vsnprintf().
 */
int host_vformat(char *buf, size_t size, const char *fmt, va_list ap) __attribute__((format(printf, 3, 0)));

#endif
