/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/aptrun.h"

#include "base/diag.h"
#include "base/paths.h"
#include "vm/proc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <time.h>

/*
 * apt retries on its own; no progress for this long means that it hangs. It does so when its disk
 * is full, too, so that is looked at beside it.
 */
enum { APT_STUCK_S = 120, FULL_BYTES = 512 * 1024 };

/* What one apt-get says: errors are kept, progress is shown. */
struct talk {
	const char *what, *dir;
	char *errors;
	unsigned int shown;
	double percent;
	time_t moved;
	bool full, stuck;
};

static bool is_full(const char *dir)
{
	struct statvfs fs;

	return statvfs(dir, &fs) == 0 && (unsigned long long)fs.f_bavail * fs.f_frsize < FULL_BYTES;
}

static bool on_line(void *arg, const char *line)
{
	struct talk *t = arg;
	double percent;
	char *more;

	if (sscanf(line, "dlstatus:%*d:%lf:", &percent) == 1) {
		if (percent != t->percent)
			t->moved = time(NULL);
		t->percent = percent;
		t->full = is_full(t->dir);
		t->stuck = time(NULL) - t->moved > APT_STUCK_S;
		if ((unsigned int)percent > t->shown && percent < 100) {
			t->shown = (unsigned int)percent;
			diag_progress(t->what, t->shown, 100);
		}
	} else if (strncmp(line, "E: ", 3) == 0 || strncmp(line, "W: ", 3) == 0 ||
		   strncmp(line, "Err:", 4) == 0) {
		more = paths_format("%s%s\n", t->errors ? t->errors : "", line);
		free(t->errors);
		t->errors = more;
	}
	return t->full || t->stuck;
}

static bool says(const char *text, const char *const *words)
{
	for (; *words; words++)
		if (strcasestr(text, *words))
			return true;
	return false;
}

int apt_failed(const char *dir, const char *text)
{
	static const char *const full[] = {"No space left", "enough free space", "Disk quota",
					   NULL};
	static const char *const net[] = {
		"Could not connect", "Could not resolve", "Connection", "Temporary failure",
		"Unable to connect", "timed out",	  NULL};
	static const char *const sign[] = {"not signed",
					   "NO_PUBKEY",
					   "BADSIG",
					   "EXPKEYSIG",
					   "signatures were invalid",
					   "signatures couldn't be verified",
					   "At least one invalid signature",
					   "Hash Sum mismatch",
					   NULL};
	static const char *const stale[] = {"is expired", "is not valid yet", NULL};
	const char *error = strstr(text, "E: "), *suite = paths_base(dir);
	char *first;

	if (says(text, full)) {
		paths_remove_tree(dir);
		return diag_error("make room, or set CLEAT_CACHE to a folder on another disk",
				  "%s: the disk is full; what was fetched for it is removed", dir);
	}
	error = error ? error + 3 : text;
	first = paths_format("%.*s", (int)strcspn(error, "\n"), error);
	if (says(text, sign))
		diag_error("check the mirror in apt's configuration and the machine's clock",
			   "Debian %s: refused, the signature or a checksum does not fit: %s",
			   suite, first);
	else if (says(text, stale))
		diag_error("use a mirror that is kept up to date; or, if you trust this one, set "
			   "Acquire::Check-Valid-Until \"false\" in apt's configuration",
			   "Debian %s: refused, the mirror's index is out of date: %s", suite,
			   first);
	else if (says(text, net))
		diag_error("check the network and the proxy; the same command goes on where it "
			   "stopped",
			   "Debian %s: no connection to the mirror: %s", suite, first);
	else
		diag_error("try 'apt-get update'; the mirror comes from apt's configuration",
			   "Debian %s: %s", suite, first);
	free(first);
	return EXIT_UNABLE;
}

int apt_run(const char *dir, const char *what, const char *cwd, const char *const *args)
{
	char *conf = paths_format("%s/apt.conf", dir);
	const char *argv[272] = {"apt-get", "-q", "-c", conf, "-o", "APT::Status-Fd=1"};
	struct talk t = {.what = what, .dir = dir, .moved = time(NULL)};
	struct proc p = {.argv = argv,
			 .cwd = cwd,
			 .line = on_line,
			 .arg = &t,
			 .silent_ms = APT_STUCK_S * 1000};
	int n = 6, ret = 0;

	if (cwd)
		paths_mkdirs(cwd);
	for (; *args && n < 271; args++)
		argv[n++] = *args;
	proc_run(&p);
	if (p.end == PROC_INTERRUPTED)
		proc_reraise(&p);
	if (t.full)
		ret = apt_failed(dir, "No space left on device");
	else if (t.stuck || p.end == PROC_SILENT)
		ret = apt_failed(dir, "E: connection timed out: nothing came for two minutes");
	else if (p.end != PROC_EXITED || p.status != 0)
		ret = apt_failed(dir, t.errors ? t.errors : "E: apt-get failed without a message");
	else
		diag_progress(what, 100, 100);
	free(t.errors);
	free(conf);
	return ret;
}
