/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A child process whose output is read line by line while it runs: package downloads, make, QEMU.
 * It is bound three ways: in total time, in silence, and by SIGINT/SIGTERM sent to us. However it
 * ends, the child and all it started are gone when proc_run returns.
 */
#ifndef VM_PROC_H
#define VM_PROC_H

#include <stdbool.h>
#include <stddef.h>

/** enum proc_end - why a child ended */
enum proc_end {
	PROC_EXITED,	  /* by itself: see status */
	PROC_STOPPED,	  /* a line callback asked for it */
	PROC_SILENT,	  /* no output for silent_ms */
	PROC_TIMEOUT,	  /* total_ms are over */
	PROC_INTERRUPTED, /* we got SIGINT or SIGTERM: see signo */
	PROC_UNABLE,	  /* it could not be started */
};

enum { PROC_CHANNELS = 2 };

/**
 * struct proc - one child and what is done with its output
 * @argv: NULL-terminated arguments; argv[0] is looked up in PATH
 * @cwd: folder to start in, or NULL
 * @env: NULL-terminated "NAME=VALUE" added to the environment, or NULL
 * @line: called for each line of stdout and stderr, without its end; returns true to stop the child
 * @raw: called for what the child writes to descriptor 3, as it comes; NULL: there is no descriptor
 * 3
 * @arg: passed to both
 * @enter: called in the child before exec (namespaces); non-zero ends the child with that status
 * @enter_arg: passed to @enter
 * @silent_ms: the longest without output, not counting what it could have run and others did; 0: no bound
 * @total_ms: the longest in all; 0: no bound
 * @end, @status, @signo: how it ended; status is 128 + signal for a killed child
 */
struct proc {
	const char *const *argv;
	const char *cwd;
	const char *const *env;
	bool (*line)(void *arg, const char *line);
	void (*raw)(void *arg, const char *data, size_t size);
	void *arg;
	int (*enter)(void *arg);
	void *enter_arg;
	unsigned int silent_ms, total_ms;
	enum proc_end end;
	int status, signo;
};

/** proc_run - start @p and serve its output until it ends; return p->end */
enum proc_end proc_run(struct proc *p);

/** proc_reraise - after PROC_INTERRUPTED and the caller's own clean-up: die of the same signal */
void proc_reraise(const struct proc *p);

#endif
