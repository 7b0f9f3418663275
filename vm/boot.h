/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * One run of a machine: QEMU without KVM (it must work everywhere), or a User Mode Linux process.
 * Its console is read line by line; a machine that panics, falls silent or takes too long is
 * stopped, and what it said last is kept.
 */
#ifndef VM_BOOT_H
#define VM_BOOT_H

#include "vm/initramfs.h"
#include "vm/kernel.h"

#include <stdbool.h>
#include <stddef.h>

enum {
	BOOT_MEMORY_MB = 512,
	BOOT_TIMEOUT_S = 120,
	BOOT_SILENT_S = 60, /* the guest says "alive" every 5 s */
};

/** enum boot_end - how a machine ended */
enum boot_end {
	BOOT_DONE,    /* it did its plan and switched itself off */
	BOOT_CRASHED, /* it stopped before it was done */
	BOOT_SILENT,  /* not a sign of life for BOOT_SILENT_S */
	BOOT_TIMEOUT, /* it took longer than timeout_s */
	BOOT_UNABLE,  /* it could not be started */
};

/**
 * struct boot - one machine
 * @kernel: what boots
 * @append: more words for the kernel's command line, or NULL
 * @share: folder that becomes /share in the machine, or NULL
 * @memory_mb, @timeout_s: 0 takes the defaults
 * @verbose: show the console on stderr as it comes
 * @interactive: the terminal is the machine's console; nothing is read
 * @output: gets what the plan's commands print
 * @event: gets what init says, as "exit 0"
 * @message: gets every other line of the kernel's log, without its time stamp
 * @arg: passed to these three; each may be NULL
 * @nonce: the word before init's events; set by boot_plan
 * @end, @console, @splat, @seconds: how it ended; all that it said; the first report of trouble
 *	since it was ready, or NULL; and the wall-clock time. boot_free releases them.
 */
struct boot {
	const struct kernel *kernel;
	const char *append, *share;
	unsigned int memory_mb, timeout_s;
	bool verbose, interactive;
	void (*output)(void *arg, const char *data, size_t size);
	void (*event)(void *arg, const char *event);
	void (*message)(void *arg, const char *message);
	void *arg;
	char nonce[20];
	enum boot_end end;
	char *console, *splat;
	double seconds;
};

/**
 * boot_plan - put what the machine has to do into its root file system
 * @plan: shell code for vm/init
 *
 * Return: 0, or EXIT_UNABLE after a message.
 */
int boot_plan(struct boot *b, struct initramfs *fs, const char *plan);

/** boot_run - run the machine with the root file system at @initrd; return b->end */
enum boot_end boot_run(struct boot *b, const char *initrd);

/** boot_end_word - "the kernel stopped" */
const char *boot_end_word(enum boot_end end);

/** boot_explain - say on stderr how it ended, with the report of trouble or the last lines */
void boot_explain(const struct boot *b);
void boot_free(struct boot *b);

#endif
