/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/boot.h"

#include "base/diag.h"
#include "base/paths.h"
#include "base/run.h"
#include "vm/kmodules.h"
#include "vm/proc.h"
#include "vm/splat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

/* All is done at "end"; switching off takes a moment, and User Mode Linux now and then hangs in it.
 */
enum { LAST_LINES = 20, OFF_MS = 5000 };

/* What is known of a machine while it runs. */
struct watch {
	struct boot *b;
	FILE *console;
	size_t console_size;
	struct splat splat;
	struct proc *p;
	bool ready, ended;
};

static void on_event(struct watch *w, const char *event)
{
	if (strcmp(event, "ready") == 0) {
		w->ready = true;
	} else if (strcmp(event, "end") == 0) {
		w->ended = true;
		w->p->silent_ms = OFF_MS;
	}
	if (w->b->event && strcmp(event, "alive") != 0)
		w->b->event(w->b->arg, event);
}

static bool on_line(void *arg, const char *line)
{
	struct watch *w = arg;
	const char *message = splat_message(line);
	size_t n = strlen(w->b->nonce);

	if (strncmp(message, "cleat-", 6) == 0 && strncmp(message + 6, w->b->nonce, n) == 0 &&
	    message[6 + n] == ' ') {
		on_event(w, message + 6 + n + 1);
		return false;
	}
	fprintf(w->console, "%s\n", line);
	if (w->b->verbose)
		fprintf(stderr, "%s\n", line);
	/* What a kernel says while it boots is none of the driver's doing, but a panic ends it. */
	if (w->ready || strncmp(message, "Kernel panic", 12) == 0)
		splat_feed(&w->splat, message);
	if (w->b->message)
		w->b->message(w->b->arg, message);
	return false;
}

static void on_output(void *arg, const char *data, size_t size)
{
	struct watch *w = arg;

	if (w->b->output)
		w->b->output(w->b->arg, data, size);
}

int boot_plan(struct boot *b, struct initramfs *fs, const char *plan)
{
	unsigned long long random = 0;
	char *settings, *text;
	int ret = 0;

	if (getrandom(&random, sizeof(random), 0) != sizeof(random))
		return diag_error(NULL, "getrandom: failed");
	snprintf(b->nonce, sizeof(b->nonce), "%016llx", random);
	settings = paths_format("nonce=%s\ninteractive=%s\noutput=%s\n", b->nonce,
				b->interactive ? "yes" : "",
				b->kernel->uml ? "/dev/tty1" : "/dev/ttyS1");
	initramfs_text(fs, "etc/cleat/settings", settings);
	free(settings);
	text = paths_format("%s", "");
	if (b->share && !b->kernel->uml) {
		char *modules = NULL;

		free(text);
		ret = kmodules_add(b->kernel, fs, "virtio_pci", &modules);
		ret = ret ? ret : kmodules_add(b->kernel, fs, "9pnet_virtio", &modules);
		ret = ret ? ret : kmodules_add(b->kernel, fs, "9p", &modules);
		text = paths_format(
			"for m in $(cat <<'END'\n%sEND\n); do insmod $m 2>/dev/null; done\n"
			"mount -t 9p -o trans=virtio,version=9p2000.L share /share\n",
			modules ? modules : "");
		free(modules);
	} else if (b->share) {
		free(text);
		text = paths_format("mount -t hostfs -o '%s' none /share\n", b->share);
	}
	settings = paths_format("%s%s", text, plan);
	initramfs_text(fs, "etc/cleat/plan", settings);
	free(settings);
	free(text);
	return ret;
}

/* mitigations and timer checks cost seconds under emulation and protect nothing here. */
static char *command_line(const struct boot *b)
{
	return paths_format(
		"console=ttyS0 %s panic=-1 oops=panic printk.devkmsg=on mitigations=off "
		"no_timer_check tsc=reliable rdinit=/init %s",
		b->verbose ? "" : "quiet", b->append ? b->append : "");
}

static enum proc_end run_qemu(struct boot *b, struct proc *p, const char *initrd)
{
	char *append = command_line(b), *virtfs = NULL, memory[16];
	const char *argv[48] = {"qemu-system-x86_64",
				"-nodefaults",
				"-no-user-config",
				"-no-reboot",
				"-display",
				"none",
				"-machine",
				"pc",
				"-accel",
				"tcg",
				"-cpu",
				"max",
				"-m",
				memory,
				"-kernel",
				b->kernel->image,
				"-initrd",
				initrd,
				"-append",
				append};
	int n = 20;

	snprintf(memory, sizeof(memory), "%u", b->memory_mb ? b->memory_mb : BOOT_MEMORY_MB);
	if (b->interactive) {
		argv[n++] = "-serial";
		argv[n++] = "mon:stdio";
	} else {
		argv[n++] = "-chardev";
		argv[n++] = "stdio,id=log,signal=off";
		argv[n++] = "-serial";
		argv[n++] = "chardev:log";
		argv[n++] = "-chardev";
		argv[n++] = "file,id=out,path=/dev/fd/3";
		argv[n++] = "-serial";
		argv[n++] = "chardev:out";
	}
	if (b->share) {
		virtfs =
			paths_format("local,path=%s,mount_tag=share,security_model=none", b->share);
		argv[n++] = "-virtfs";
		argv[n++] = virtfs;
	}
	p->argv = argv;
	if (b->interactive)
		p->status = run_ok(argv) ? 0 : 1;
	else
		proc_run(p);
	free(virtfs);
	free(append);
	return p->end;
}

/* No panic= here: a User Mode Linux that reboots starts itself again. */
static enum proc_end run_uml(struct boot *b, struct proc *p, const char *initrd)
{
	char *initrd_arg = paths_format("initrd=%s", initrd), memory[24];
	const char *argv[32] = {b->kernel->image, memory,	    initrd_arg,
				"rdinit=/init",	  "root=/dev/ram0", "printk.devkmsg=on",
				"uml_dir=/tmp/",  "con=null"};
	char *append = paths_format("%s", b->append ? b->append : ""), *save = NULL;
	int n = 8;

	snprintf(memory, sizeof(memory), "mem=%uM", b->memory_mb ? b->memory_mb : BOOT_MEMORY_MB);
	argv[n++] = b->interactive ? "con0=fd:0,fd:1" : "con0=null,fd:1";
	if (!b->interactive)
		argv[n++] = "con1=null,fd:3";
	if (!b->verbose)
		argv[n++] = "quiet";
	for (char *w = strtok_r(append, " ", &save); w && n < 31; w = strtok_r(NULL, " ", &save))
		argv[n++] = w;
	p->argv = argv;
	if (b->interactive)
		p->status = run_ok(argv) ? 0 : 1;
	else
		proc_run(p);
	free(append);
	free(initrd_arg);
	return p->end;
}

static void finish(struct watch *w, const struct proc *p)
{
	struct boot *b = w->b;

	fclose(w->console);
	b->splat = splat_take(&w->splat);
	if (p->end == PROC_UNABLE || p->status == 127)
		b->end = BOOT_UNABLE;
	else if (w->ended || b->interactive)
		b->end = BOOT_DONE;
	else if (p->end == PROC_SILENT)
		b->end = BOOT_SILENT;
	else if (p->end == PROC_TIMEOUT)
		b->end = BOOT_TIMEOUT;
	else
		b->end = BOOT_CRASHED;
}

enum boot_end boot_run(struct boot *b, const char *initrd)
{
	struct watch w = {.b = b};
	struct proc p = {
		.line = on_line, .raw = on_output, .arg = &w, .silent_ms = BOOT_SILENT_S * 1000};
	struct timespec t0, t1;

	w.p = &p;
	p.total_ms = (b->timeout_s ? b->timeout_s : BOOT_TIMEOUT_S) * 1000;
	clock_gettime(CLOCK_MONOTONIC, &t0);
	w.console = open_memstream(&b->console, &w.console_size);
	if (b->kernel->uml)
		run_uml(b, &p, initrd);
	else
		run_qemu(b, &p, initrd);
	if (p.end == PROC_INTERRUPTED)
		proc_reraise(&p);
	clock_gettime(CLOCK_MONOTONIC, &t1);
	b->seconds = (double)(t1.tv_sec - t0.tv_sec) + (double)(t1.tv_nsec - t0.tv_nsec) / 1e9;
	finish(&w, &p);
	return b->end;
}

static void print_last(const char *text, int lines)
{
	const char *s = text + strlen(text);

	while (s > text && lines >= 0)
		lines -= *--s == '\n';
	fputs(*s == '\n' ? s + 1 : s, stderr);
}

const char *boot_end_word(enum boot_end end)
{
	static const char *const words[] = {"done", "the kernel stopped",
					    "hangs: not a sign of life", "not done in time",
					    "cannot be started"};

	return words[end];
}

void boot_explain(const struct boot *b)
{
	if (b->splat)
		fprintf(stderr, "kernel %s reports:\n%s", b->kernel->name, b->splat);
	if (b->end == BOOT_DONE)
		return;
	if (!b->splat) {
		fprintf(stderr, "kernel %s, last lines:\n", b->kernel->name);
		print_last(b->console ? b->console : "", LAST_LINES);
	}
	if (b->end == BOOT_UNABLE)
		diag_error(b->kernel->uml ? NULL : "apt-get install qemu-system-x86",
			   "kernel %s: %s", b->kernel->name, boot_end_word(b->end));
	else
		diag_error(b->end == BOOT_TIMEOUT ? "give it more with --timeout SECONDS" : NULL,
			   "kernel %s: %s; stopped after %.0f s", b->kernel->name,
			   boot_end_word(b->end), b->seconds);
}

void boot_free(struct boot *b)
{
	free(b->console);
	free(b->splat);
	b->console = b->splat = NULL;
}
