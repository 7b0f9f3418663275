/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/diag.h"

#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

static bool quiet_notes;

int diag_error(const char *next, const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fputs("cleat: ", stderr);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	if (next)
		fprintf(stderr, "  next: %s\n", next);
	return EXIT_UNABLE;
}

void diag_note(const char *fmt, ...)
{
	va_list ap;

	if (quiet_notes)
		return;
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
}

void diag_quiet(bool quiet)
{
	quiet_notes = quiet;
}

void diag_progress(const char *what, unsigned long long done, unsigned long long total)
{
	bool end = total && done >= total;

	if (quiet_notes)
		return;
	if (isatty(STDERR_FILENO)) {
		if (total)
			fprintf(stderr, "\r\033[K%s: %llu%%", what, done * 100 / total);
		else
			fprintf(stderr, "\r\033[K%s: %llu", what, done);
		if (end)
			fputc('\n', stderr);
	} else if (end) {
		fprintf(stderr, "%s: done\n", what);
	}
}
