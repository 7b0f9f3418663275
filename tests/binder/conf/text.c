/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Formatted strings, and outcomes of system calls as text. */
#define _GNU_SOURCE
#include "conf.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *text(const char *fmt, ...)
{
	static char kept[64][2048];
	static unsigned int n;
	char *s = kept[n++ % 64];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(s, sizeof(kept[0]), fmt, ap);
	va_end(ap);
	return s;
}

const char *outcome(long ret)
{
	return ret < 0 ? strerrorname_np(errno) : "ok";
}
