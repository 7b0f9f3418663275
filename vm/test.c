/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/test.h"

#include "base/diag.h"
#include "base/paths.h"
#include "vm/boot.h"
#include "vm/build.h"
#include "vm/splat.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DRIVER_TIMEOUT_S = 300, BOOT_ALLOWANCE_S = 60 };

/* One driver on its way: built, perhaps running, reported. */
struct subject {
	const char *driver, *name;
	char *module;
	struct ktap results;
	struct splat splat;
	FILE *log;
	char *log_text;
	size_t log_size;
	bool reported;
};

/* The drivers of one vm_test, and which of them the machine is busy with. */
struct session {
	const struct vm_test *t;
	const struct kernel *kernel;
	struct subject *subjects;
	struct subject *current, *last;
};

/* Everything about a driver is known: add what the log holds beside KTAP, and tell. */
static void conclude(struct session *s, struct subject *d)
{
	char *path, *rel, *report = splat_take(&d->splat);

	if (report)
		ktap_fail(&d->results, "kernel", report);
	free(report);
	if (!d->results.n)
		ktap_fail(&d->results, "tests", "the module ran no test");
	fclose(d->log);
	rel = paths_format("logs/%s-%s.log", d->name, s->kernel->name);
	path = paths_cache(rel);
	if (path && paths_write(path, d->log_text) < 0)
		diag_note("%s: the log cannot be written", path);
	d->reported = true;
	s->t->report(s->t->arg, d->driver, &d->results, path ? path : "");
	free(path);
	free(rel);
}

static struct subject *find(struct session *s, const char *name)
{
	for (int i = 0; i < s->t->n_drivers; i++)
		if (!s->subjects[i].reported && s->subjects[i].module &&
		    strcmp(s->subjects[i].name, name) == 0)
			return &s->subjects[i];
	return NULL;
}

static void on_message(void *arg, const char *message)
{
	struct session *s = arg;
	struct subject *d = s->current ? s->current : s->last;

	if (!d || d->reported)
		return;
	fprintf(d->log, "%s\n", message);
	splat_feed(&d->splat, message);
	if (s->current)
		ktap_line(&d->results, message);
}

/* "tested NAME STATUS WHY", "unload MODULE STATUS USES WHY": said by vm/init. */
static void on_failed_step(struct session *s, const char *event)
{
	char name[128], why[256] = "";
	int status, uses;

	if (!s->current)
		return;
	if (sscanf(event, "tested %127s %d %255[^\n]", name, &status, why) >= 2) {
		ktap_finish(&s->current->results, "the kernel stopped there");
		if (status && !s->current->results.failed)
			ktap_fail(&s->current->results, "load", why);
	} else if (sscanf(event, "unload %127s %d %d %255[^\n]", name, &status, &uses, why) >= 3 &&
		   status) {
		char *text = paths_format("%s (%d references)", why, uses);

		ktap_fail(&s->current->results, "unload", text);
		free(text);
	}
}

static void on_event(void *arg, const char *event)
{
	struct session *s = arg;
	char word[16], name[128] = "";

	sscanf(event, "%15s %127s", word, name);
	if (strcmp(word, "test") == 0) {
		if (s->last && !s->last->reported)
			conclude(s, s->last);
		s->current = find(s, name);
	} else if (strcmp(word, "done") == 0) {
		/* What the kernel says about its end may still come. */
		s->last = s->current;
		s->current = NULL;
	} else {
		on_failed_step(s, event);
	}
}

static int build_subject(struct session *s, struct subject *d, const char *driver)
{
	struct build b = {
		.driver = driver, .kernel = s->kernel, .test = true, .quiet = s->t->quiet};
	int ret = build_driver(&b);

	d->driver = driver;
	d->name = paths_base(driver);
	d->log = open_memstream(&d->log_text, &d->log_size);
	ktap_init(&d->results);
	if (ret == EXIT_FINE)
		d->module = paths_format("%s", b.ret_modules[0]);
	if (ret == EXIT_FINDING) {
		fputs(b.log ? b.log : "", d->log);
		ktap_fail(&d->results, "build", "it does not build for this kernel");
		conclude(s, d);
		ret = 0;
	}
	build_free(&b);
	return ret;
}

static int count_waiting(const struct session *s)
{
	int n = 0;

	for (int i = 0; i < s->t->n_drivers; i++)
		n += !s->subjects[i].reported;
	return n;
}

static int make_root(struct session *s, struct boot *b, struct initramfs *fs, char **ret_initrd)
{
	char *plan = paths_format("%s", ""), *more, *to;
	int ret = initramfs_begin(fs);

	for (int i = 0; i < s->t->n_drivers && ret == 0; i++) {
		struct subject *d = &s->subjects[i];

		if (d->reported)
			continue;
		to = paths_format("usr/lib/cleat/%s", paths_base(d->module));
		ret = initramfs_copy(fs, d->module, to);
		more = paths_format("%srun_test '%s' '/%s'\n", plan, d->name, to);
		free(plan);
		free(to);
		plan = more;
	}
	ret = ret ? ret : boot_plan(b, fs, plan);
	ret = ret ? ret : initramfs_end(fs, ret_initrd);
	free(plan);
	return ret;
}

/* A machine that ended in the middle of a driver's tests has failed them. */
static void end_of_machine(struct session *s, const struct boot *b)
{
	struct subject *d = s->current;

	s->current = NULL;
	if (d) {
		ktap_finish(&d->results, boot_end_word(b->end));
		ktap_fail(&d->results, "machine", boot_end_word(b->end));
		conclude(s, d);
	}
	if (s->last && !s->last->reported) {
		if (!d && b->end != BOOT_DONE)
			ktap_fail(&s->last->results, "machine", boot_end_word(b->end));
		conclude(s, s->last);
	}
	s->last = NULL;
}

/* One machine for all that still wait; it may end early. */
static int boot_once(struct session *s)
{
	unsigned int each = s->t->timeout_s ? s->t->timeout_s : DRIVER_TIMEOUT_S;
	int waiting = count_waiting(s), ret;
	struct boot b = {.kernel = s->kernel,
			 .verbose = s->t->verbose,
			 .event = on_event,
			 .message = on_message,
			 .arg = s,
			 .timeout_s = BOOT_ALLOWANCE_S + each * (unsigned int)waiting};
	struct initramfs fs = {.file = NULL};
	char *initrd = NULL;

	ret = make_root(s, &b, &fs, &initrd);
	if (ret == 0) {
		boot_run(&b, initrd);
		end_of_machine(s, &b);
		if (b.end == BOOT_UNABLE || count_waiting(s) == waiting) {
			boot_explain(&b);
			ret = diag_error("--verbose shows its console",
					 "kernel %s: no test could be begun", s->kernel->name);
		}
	}
	boot_free(&b);
	initramfs_free(&fs);
	free(initrd);
	return ret;
}

int vm_test(const struct vm_test *t)
{
	struct kernel k;
	struct session s = {.t = t, .kernel = &k};
	int ret = kernel_get(&k, t->kernel);

	if (ret == 0 && !k.image)
		ret = diag_error("take 6.1, 6.12, 7.2 or uml",
				 "%s: there is no kernel to boot in it", t->kernel);
	s.subjects = calloc((size_t)t->n_drivers + 1, sizeof(*s.subjects));
	for (int i = 0; i < t->n_drivers && ret == 0; i++)
		ret = build_subject(&s, &s.subjects[i], t->drivers[i]);
	while (ret == 0 && count_waiting(&s))
		ret = boot_once(&s);
	for (int i = 0; i < t->n_drivers; i++) {
		struct subject *d = &s.subjects[i];

		if (d->log && !d->reported)
			fclose(d->log);
		ktap_free(&d->results);
		free(splat_take(&d->splat));
		free(d->log_text);
		free(d->module);
	}
	free(s.subjects);
	kernel_free(&k);
	return ret;
}
