/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a user sees when something is wrong. Every message names the thing (file, kernel, device),
 * the cause, and the next step; every subcommand ends in one of three exit states.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdbool.h>

/** enum exit_state - the exit status of the command and of every subcommand */
enum exit_state {
	EXIT_FINE = 0,	  /* done, nothing found */
	EXIT_FINDING = 1, /* it ran, and found something or failed */
	EXIT_UNABLE = 2,  /* usage or environment: it could not do its work */
};

/**
 * diag_error - one error on stderr, as "cleat: MESSAGE", with an optional next step
 * @next: what the user can do now, or NULL; printed as "  next: NEXT"
 * @fmt: printf format: the thing, then the cause ("samples/fifo: no Kbuild in it")
 *
 * Return: EXIT_UNABLE, so that a caller can write "return diag_error(...)".
 */
int diag_error(const char *next, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** diag_note - progress and remarks on stderr; silent after diag_quiet(true) */
void diag_note(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/** diag_quiet - turn diag_note off (--quiet, --json) or on */
void diag_quiet(bool quiet);

/**
 * diag_progress - one line that is rewritten in place on a terminal
 * @done: units done so far; @total: units in all, 0 when not known; @what: a short noun phrase
 *
 * Prints nothing when stderr is not a terminal, except once at the end (done == total).
 */
void diag_progress(const char *what, unsigned long long done, unsigned long long total);

#endif
