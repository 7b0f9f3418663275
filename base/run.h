/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Child processes: start, capture, bound in time, and end together with us. A child never outlives
 * the command (PR_SET_PDEATHSIG), and a time limit is an answer, not a hang.
 */
#ifndef BASE_RUN_H
#define BASE_RUN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/**
 * struct run - one child process: what to start, and how it ended
 * @argv: NULL-terminated arguments; argv[0] is looked up in PATH
 * @cwd: folder to start in, or NULL for ours
 * @env: NULL-terminated "NAME=VALUE" that are added to our environment, or NULL
 * @log: file that stdout and stderr are appended to, or NULL
 * @capture: collect stdout in @out
 * @merge: with @capture: stderr too
 * @timeout_ms: kill the child's process group after this many milliseconds; 0: no limit
 * @out: what was captured, NUL-terminated, malloc'ed: the caller frees it
 * @out_size: its size in bytes
 * @timed_out: it was killed by @timeout_ms
 * @status: exit status, 128 + signal, or 127 when it could not be started
 */
struct run {
	const char *const *argv;
	const char *cwd;
	const char *const *env;
	const char *log;
	bool capture, merge;
	unsigned int timeout_ms;
	char *out;
	size_t out_size;
	bool timed_out;
	int status;
};

/** run_wait - start @r and wait for its end; return r->status */
int run_wait(struct run *r);

/** run_ok - start @argv with our own stdio and wait; true when it exits with 0 */
bool run_ok(const char *const *argv);

/** run_output - stdout of @argv without its last newline (malloc'ed), or NULL when it failed */
char *run_output(const char *const *argv);

/** run_found - is @program on PATH? */
bool run_found(const char *program);

#endif
