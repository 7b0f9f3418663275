/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/uml.h"

#include "base/diag.h"
#include "base/paths.h"
#include "vm/archive.h"
#include "vm/kernel.h"
#include "vm/proc.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SUITE  "bookworm"
#define SOURCE "linux-source-6.1"

/* About what the build compiles and links, for the progress. */
enum { UML_STEPS = 1450, SILENT_MS = 15 * 60 * 1000 };

struct talk {
	FILE *log;
	char last[512];
	unsigned int steps;
	bool disk_full;
};

static bool on_line(void *arg, const char *line)
{
	struct talk *t = arg;

	fprintf(t->log, "%s\n", line);
	t->disk_full |= strstr(line, "No space left") != NULL;
	if (strstr(line, "rror"))
		snprintf(t->last, sizeof(t->last), "%s", line);
	if (strncmp(line, "  CC ", 5) != 0 && strncmp(line, "  LD ", 5) != 0 &&
	    strncmp(line, "  AR ", 5) != 0)
		return false;
	if (++t->steps < UML_STEPS)
		diag_progress("building the User Mode Linux kernel", t->steps, UML_STEPS);
	return false;
}

/* The configuration is part of what the kernel is: another one is another kernel. */
static char *config_key(void)
{
	char *file = paths_kit("vm/uml.config"), *text = paths_read(file, NULL);
	uint32_t h = 2166136261u;

	for (const char *c = text; c && *c; c++)
		h = (h ^ (unsigned char)*c) * 16777619u;
	free(text);
	free(file);
	return paths_format("%08x", h);
}

/* kernels/uml-KEY/info holds "VERSION RELEASE KEY". */
static bool open_built(struct kernel *k, const char *key)
{
	char *file = paths_format("%s/info", k->dir), *text = paths_read(file, NULL);
	char version[128], release[128], have[32];
	bool ok = text && sscanf(text, "%127s %127s %31s", version, release, have) == 3 &&
		  strcmp(have, key) == 0;

	free(text);
	free(file);
	if (!ok)
		return false;
	k->uml = true;
	k->version = paths_format("%s", version);
	k->release = paths_format("%s", release);
	k->headers = paths_format("%s/tree", k->dir);
	k->image = paths_format("%s/linux", k->dir);
	k->modules = paths_format("%s/lib/modules/%s", k->dir, release);
	return true;
}

static int run_build(const char *work, const char *dir, const char *version, const char *key)
{
	char *script = paths_kit("vm/uml-build"), *config = paths_kit("vm/uml.config");
	char *new = paths_format("%s.new", dir), *log = paths_format("%s.log", dir);
	const char *argv[] = {"sh", script, work, config, new, version, key, NULL};
	struct talk t = {.log = fopen(log, "we")};
	struct proc p = {.argv = argv, .line = on_line, .arg = &t, .silent_ms = SILENT_MS};
	int ret = 0;

	if (!t.log) {
		ret = diag_error("set CLEAT_CACHE to a folder that can be written", "%s: %s", log,
				 strerror(errno));
		goto out;
	}
	diag_note("building the User Mode Linux kernel once: 4 minutes on two idle cores; log: %s",
		  log);
	paths_remove_tree(new);
	proc_run(&p);
	fclose(t.log);
	if (p.end == PROC_INTERRUPTED)
		proc_reraise(&p);
	if (t.disk_full) {
		paths_remove_tree(work);
		ret = diag_error("make room, or set CLEAT_CACHE to a folder on another disk",
				 "%s: the disk is full; what was built is removed", work);
	} else if (p.end != PROC_EXITED || p.status != 0) {
		ret = diag_error("the same command goes on where it stopped",
				 "uml: its kernel does not build: %s (log: %s)", t.last, log);
	} else {
		diag_progress("building the User Mode Linux kernel", UML_STEPS, UML_STEPS);
		paths_remove_tree(dir);
		if (rename(new, dir) < 0)
			ret = diag_error("set CLEAT_CACHE", "%s: %s", new, strerror(errno));
		paths_remove_tree(work);
	}
out:
	if (ret)
		paths_remove_tree(new);
	free(log);
	free(new);
	free(config);
	free(script);
	return ret;
}

static int fetch_source(struct archive *a, const char *work, const char *version)
{
	char *spec = paths_format("%s=%s", SOURCE, version), *tmp = paths_format("%s.new", work);
	const char *names[] = {spec, NULL};
	int err, ret;

	paths_remove_tree(tmp);
	err = paths_mkdirs(tmp);
	ret = err ? diag_error("set CLEAT_CACHE", "%s: %s", tmp, strerror(-err))
		  : archive_unpack(a, names, tmp);
	if (ret == 0 && rename(tmp, work) < 0)
		ret = diag_error("set CLEAT_CACHE", "%s: %s", tmp, strerror(errno));
	if (ret)
		paths_remove_tree(tmp);
	free(tmp);
	free(spec);
	return ret;
}

static int make_uml(struct kernel *k, const char *key)
{
	struct archive a;
	struct package source = {.name = NULL};
	char *work = NULL;
	int ret = archive_open(&a, SUITE);

	if (ret || open_built(k, key))
		goto out;
	ret = archive_update(&a);
	if (ret)
		goto out;
	if (!archive_find(&a, SOURCE, &source)) {
		ret = diag_error("check apt's mirror",
				 "uml: Debian " SUITE " has no package " SOURCE);
		goto out;
	}
	work = paths_format("%s-%s.build", k->dir, source.version);
	if (!paths_exists(work))
		ret = fetch_source(&a, work, source.version);
	ret = ret ? ret : run_build(work, k->dir, source.version, key);
	if (ret == 0 && !open_built(k, key))
		ret = diag_error("remove the folder and try again", "%s: not a whole kernel",
				 k->dir);
out:
	free(work);
	package_free(&source);
	archive_close(&a);
	return ret;
}

int uml_get(struct kernel *ret)
{
	char *key = config_key(), *rel = paths_format("kernels/uml-%s", key);
	int err = 0;

	ret->dir = paths_cache(rel);
	free(rel);
	if (!ret->dir)
		err = EXIT_UNABLE;
	else if (!open_built(ret, key))
		err = make_uml(ret, key);
	free(key);
	return err;
}
