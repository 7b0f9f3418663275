/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/archive.h"

#include "base/diag.h"
#include "base/paths.h"
#include "base/run.h"
#include "vm/aptrun.h"

#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define KEYRING "/usr/share/keyrings/debian-archive-keyring.gpg"

/*
 * Read after the system's own files, so that proxies, timeouts and credentials stay and only where
 * things lie changes. The hooks would clean the system's caches.
 */
static const char conf_format[] =
	"#clear APT::Update::Post-Invoke-Success;\n#clear APT::Update::Post-Invoke;\n"
	"#clear DPkg::Post-Invoke;\n#clear DPkg::Pre-Install-Pkgs;\n"
	"Dir::State \"%1$s\";\nDir::State::lists \"lists/\";\nDir::State::status \"%1$s/status\";\n"
	"Dir::Cache \"%1$s\";\nDir::Cache::archives \"archives/\";\n"
	"Dir::Etc::sourcelist \"%1$s/sources.list\";\nDir::Etc::sourceparts \"/dev/null\";\n"
	"Dir::Etc::preferences \"/dev/null\";\nDir::Etc::preferencesparts \"/dev/null\";\n"
	"APT::Sandbox::User \"\";\nAPT::Install-Recommends \"false\";\nAPT::Architecture "
	"\"amd64\";\n"
	"APT::Update::Error-Mode \"any\";\nAcquire::Languages \"none\";\nAcquire::Retries \"2\";\n"
	"Acquire::AllowInsecureRepositories \"false\";\n"
	"Acquire::AllowDowngradeToInsecureRepositories \"false\";\n"
	"APT::Get::AllowUnauthenticated \"false\";\n";

/*
 * The machine's mirrors, from apt's own view of its sources: one URI a line, suite behind it.
 * Release files are not asked: before the first apt-get update there are none.
 */
static char *find_mirrors(void)
{
	static const char *const argv[] = {"apt-get",
					   "indextargets",
					   "--no-release-info",
					   "--format",
					   "$(REPO_URI) $(RELEASE) $(COMPONENT)",
					   "Identifier: Packages",
					   NULL};

	return run_output(argv);
}

static bool is_debian_suite(const char *release)
{
	static const char *const known[] = {"bookworm", "trixie",  "forky",    "sid",
					    "stable",	"testing", "unstable", "oldstable"};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t n = strlen(known[i]);

		if (strncmp(release, known[i], n) == 0 && (release[n] == '\0' || release[n] == '-'))
			return true;
	}
	return false;
}

/* Sources for @suite on the mirrors of whatever Debian suite the machine itself uses. */
static char *make_sources(const char *suite)
{
	char *targets = find_mirrors(), *save = NULL, *text = paths_format("%s", "");
	char uri[512], release[128], component[64], *line, *more;

	for (char *l = strtok_r(targets ? targets : text, "\n", &save); l;
	     l = strtok_r(NULL, "\n", &save)) {
		const char *pocket;

		if (sscanf(l, "%511s %127s %63s", uri, release, component) != 3 ||
		    strcmp(component, "main") != 0 || !is_debian_suite(release))
			continue;
		pocket = strchr(release, '-') ? strchr(release, '-') : "";
		if (*pocket && strcmp(pocket, "-updates") != 0 && strcmp(pocket, "-security") != 0)
			continue;
		line = paths_format("deb [arch=amd64 signed-by=%s] %s %s%s main\n", KEYRING, uri,
				    suite, pocket);
		if (!strstr(text, line)) {
			more = paths_format("%s%s", text, line);
			free(text);
			text = more;
		}
		free(line);
	}
	free(targets);
	return text;
}

static int write_conf(struct archive *a)
{
	char *sources = make_sources(a->suite), *path, *text;
	int err = 0;

	if (!*sources) {
		free(sources);
		return diag_error("add a Debian mirror to /etc/apt/sources.list",
				  "apt: no Debian mirror in its configuration");
	}
	path = paths_format("%s/sources.list", a->dir);
	err = paths_write(path, sources);
	free(path);
	path = paths_format("%s/apt.conf", a->dir);
	text = paths_format(conf_format, a->dir);
	err = err ? err : paths_write(path, text);
	free(path);
	path = paths_format("%s/status", a->dir);
	err = err ? err : paths_write(path, "");
	free(path);
	free(text);
	free(sources);
	return err ? apt_failed(a->dir, strerror(-err)) : 0;
}

/* One process at a time works on a suite; the lock goes with the process, however it ends. */
static int take_lock(struct archive *a)
{
	char *path = paths_format("%s.lock", a->dir);

	a->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (a->lock < 0) {
		int err = errno;

		free(path);
		return apt_failed(a->dir, strerror(err));
	}
	free(path);
	if (flock(a->lock, LOCK_EX | LOCK_NB) < 0) {
		diag_note("another cleat fetches from Debian %s; waiting for it", a->suite);
		while (flock(a->lock, LOCK_EX) < 0 && errno == EINTR)
			;
	}
	return 0;
}

int archive_open(struct archive *a, const char *suite)
{
	static const char *const folders[] = {"lists/partial", "archives/partial", "debs"};
	char *rel;

	*a = (struct archive){.suite = suite, .lock = -1};
	if (!run_found("apt-get") || !run_found("dpkg-deb"))
		return diag_error("use a Debian system", "apt-get, dpkg-deb: not found");
	if (!paths_exists(KEYRING))
		return diag_error("apt-get install debian-archive-keyring", KEYRING ": missing");
	rel = paths_format("apt/%s", suite);
	a->dir = paths_cache(rel);
	free(rel);
	if (!a->dir || take_lock(a))
		return EXIT_UNABLE;
	for (size_t i = 0; i < 3; i++) {
		char *dir = paths_format("%s/%s", a->dir, folders[i]);
		int err = paths_mkdirs(dir);

		free(dir);
		if (err)
			return apt_failed(a->dir, strerror(-err));
	}
	return write_conf(a);
}

void archive_close(struct archive *a)
{
	free(a->dir);
	free(a->index);
	if (a->lock >= 0)
		close(a->lock);
	*a = (struct archive){.lock = -1};
}

static char *read_index(const struct archive *a)
{
	char *pattern = paths_format("%s/lists/*_Packages*", a->dir);
	char *conf = paths_format("%s/apt.conf", a->dir), *text = NULL;
	const char **argv;
	glob_t found = {0};

	if (glob(pattern, 0, NULL, &found) == 0) {
		argv = calloc(found.gl_pathc + 5, sizeof(*argv));
		argv[0] = "/usr/lib/apt/apt-helper";
		argv[1] = "-c";
		argv[2] = conf;
		argv[3] = "cat-file";
		for (size_t i = 0; i < found.gl_pathc; i++)
			argv[4 + i] = found.gl_pathv[i];
		text = run_output(argv);
		free(argv);
	}
	globfree(&found);
	free(pattern);
	free(conf);
	return text;
}

int archive_update(struct archive *a)
{
	static const char *const argv[] = {"update", NULL};
	char *what = paths_format("Debian %s: index", a->suite);
	int ret = apt_run(a->dir, what, NULL, argv);

	free(what);
	if (ret)
		return ret;
	free(a->index);
	a->index = read_index(a);
	return a->index ? 0 : apt_failed(a->dir, "its index cannot be read");
}

char **archive_closure(const struct archive *a, const char *const *wanted)
{
	char *conf = paths_format("%s/apt.conf", a->dir), *text, *save = NULL, **names;
	const char *argv[32] = {"apt-get", "-c", conf, "-s", "-qq", "install"};
	size_t n = 6;

	for (; *wanted && n < 31; wanted++)
		argv[n++] = *wanted;
	text = run_output(argv);
	free(conf);
	if (!text) {
		diag_error("look at the lines above", "Debian %s: %s: cannot be resolved", a->suite,
			   argv[6]);
		return NULL;
	}
	names = calloc(strlen(text) / 8 + 2, sizeof(*names));
	n = 0;
	for (char *l = strtok_r(text, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
		char name[256];

		if (sscanf(l, "Inst %255s", name) == 1)
			names[n++] = paths_format("%s", name);
	}
	free(text);
	return names;
}

void names_free(char **names)
{
	for (char **n = names; n && *n; n++)
		free(*n);
	free(names);
}

static int unpack_one(const struct archive *a, const char *deb, const char *dest)
{
	const char *argv[] = {"dpkg-deb", "-x", deb, dest, NULL};
	struct run r = {.argv = argv, .capture = true, .merge = true};
	int ret = 0;

	if (run_wait(&r) != 0)
		ret = apt_failed(a->dir, r.out ? r.out : "dpkg-deb failed");
	free(r.out);
	return ret;
}

/*
 * The folder that @names are downloaded to. What lies there from a try that was cut short is kept
 * only when it is of the same versions.
 */
static char *debs_folder(const struct archive *a, const char *const *names, char **ret_wanted)
{
	char *dir = paths_format("%s/debs/%.*s", a->dir, (int)strcspn(names[0], "="), names[0]);
	char *file = paths_format("%s/wanted", dir), *before = paths_read(file, NULL);
	char *wanted = paths_format("%s", ""), *more;

	for (; *names; names++) {
		more = paths_format("%s%s\n", wanted, *names);
		free(wanted);
		wanted = more;
	}
	if (!before || strcmp(before, wanted) != 0)
		paths_remove_tree(dir);
	free(before);
	free(file);
	*ret_wanted = wanted;
	return dir;
}

static int unpack_all(const struct archive *a, const char *debs, const char *dest)
{
	char *pattern = paths_format("%s/*.deb", debs);
	glob_t found = {0};
	int ret = glob(pattern, 0, NULL, &found) == 0
			  ? 0
			  : apt_failed(a->dir, "nothing was downloaded");

	for (size_t i = 0; ret == 0 && i < found.gl_pathc; i++) {
		ret = unpack_one(a, found.gl_pathv[i], dest);
		diag_progress("unpacking", i + 1, found.gl_pathc);
	}
	globfree(&found);
	free(pattern);
	return ret;
}

int archive_unpack(const struct archive *a, const char *const *names, const char *dest)
{
	const char *argv[256] = {"download"};
	char *wanted, *debs = debs_folder(a, names, &wanted), *file, *what;
	int ret, n = 1;

	for (; names[n - 1] && n < 255; n++)
		argv[n] = names[n - 1];
	file = paths_format("%s/wanted", debs);
	ret = -paths_mkdirs(debs);
	ret = ret ? ret : -paths_write(file, wanted);
	if (ret)
		ret = apt_failed(a->dir, strerror(ret));
	what = paths_format("Debian %s: %.*s%s", a->suite, (int)strcspn(argv[1], "="), argv[1],
			    n > 2 ? " and what belongs to it" : "");
	ret = ret ? ret : apt_run(a->dir, what, debs, argv);
	ret = ret ? ret : unpack_all(a, debs, dest);
	if (ret == 0)
		paths_remove_tree(debs);
	free(what);
	free(file);
	free(wanted);
	free(debs);
	return ret;
}
