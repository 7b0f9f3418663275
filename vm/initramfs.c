/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/initramfs.h"

#include "base/diag.h"
#include "base/paths.h"
#include "base/run.h"
#include "vm/elfneeds.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#define BUSYBOX "/bin/busybox"

/* The root has a merged /usr, whatever this system has: one name for each file. */
static char *merged(const char *path)
{
	static const char *const old[] = {"bin/", "sbin/", "lib/", "lib64/"};

	while (*path == '/')
		path++;
	for (size_t i = 0; i < sizeof(old) / sizeof(old[0]); i++)
		if (strncmp(path, old[i], strlen(old[i])) == 0)
			return paths_format("usr/%s", path);
	return paths_format("%s", path);
}

int initramfs_copy(struct initramfs *fs, const char *from, const char *to)
{
	struct stat st;
	size_t size = 0;
	char *data = paths_read(from, &size);

	if (!data || stat(from, &st) < 0) {
		free(data);
		return diag_error("name a file that can be read", "%s: %s", from, strerror(errno));
	}
	cpio_file(&fs->cpio, to, st.st_mode & 0777, data, size);
	free(data);
	return 0;
}

void initramfs_text(struct initramfs *fs, const char *to, const char *text)
{
	cpio_file(&fs->cpio, to, 0755, text, strlen(text));
}

static char *list_applets(void)
{
	static const char *const argv[] = {BUSYBOX, "--list", NULL};

	return run_output(argv);
}

bool initramfs_applet(const char *name)
{
	char *list = list_applets(), *save = NULL;
	bool found = false;

	for (char *l = list ? strtok_r(list, "\n", &save) : NULL; l && !found;
	     l = strtok_r(NULL, "\n", &save))
		found = strcmp(l, name) == 0;
	free(list);
	return found;
}

static void add_layout(struct initramfs *fs)
{
	static const char *const dirs[] = {
		"usr/bin",   "usr/sbin", "usr/lib", "usr/lib64",      "dev",
		"proc",	     "sys",	 "tmp",	    "root",	      "run",
		"etc/cleat", "share",	 "var/log", "usr/lib/modules"};

	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++)
		cpio_dir(&fs->cpio, dirs[i]);
	cpio_link(&fs->cpio, "bin", "usr/bin");
	cpio_link(&fs->cpio, "sbin", "usr/sbin");
	cpio_link(&fs->cpio, "lib", "usr/lib");
	cpio_link(&fs->cpio, "lib64", "usr/lib64");
	cpio_link(&fs->cpio, "var/run", "../run");
	/* The kernel opens it for init before anything is mounted. */
	cpio_node(&fs->cpio, "dev/console", 5, 1);
	cpio_node(&fs->cpio, "dev/null", 1, 3);
	initramfs_text(fs, "etc/passwd",
		       "root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\n");
	initramfs_text(fs, "etc/group", "root:x:0:\nnogroup:x:65534:\n");
}

int initramfs_begin(struct initramfs *fs)
{
	int low = memfd_create("initramfs", MFD_CLOEXEC), fd, ret;
	char *init = paths_kit("vm/init");

	/* Children inherit it, and have other uses for the small numbers. */
	fd = fcntl(low, F_DUPFD, 64);
	if (low >= 0)
		close(low);
	*fs = (struct initramfs){.file = fd >= 0 ? fdopen(fd, "w+") : NULL};
	if (!fs->file) {
		free(init);
		return diag_error(NULL, "initramfs: %s", strerror(errno));
	}
	cpio_begin(&fs->cpio, fs->file);
	add_layout(fs);
	ret = initramfs_copy(fs, init, "init");
	free(init);
	if (ret == 0 && !paths_exists(BUSYBOX))
		ret = diag_error("apt-get install busybox-static", BUSYBOX ": missing");
	return ret ? ret : initramfs_copy(fs, BUSYBOX, "usr/bin/busybox");
}

static void add_needed(void *arg, const char *file, const char *name)
{
	struct initramfs *fs = arg;
	size_t before = fs->cpio.n_names;
	char *to;

	if (!file) {
		diag_note("%s: not found; the program may not start in the machine", name);
		return;
	}
	to = merged(file);
	if (initramfs_copy(fs, file, to) == 0 && fs->cpio.n_names > before)
		elfneeds_each(file, add_needed, fs);
	free(to);
}

static char *search_path(const char *name)
{
	static const char *const dirs[] = {"/usr/local/sbin", "/usr/local/bin", "/usr/sbin",
					   "/usr/bin",	      "/sbin",		"/bin"};

	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++) {
		char *file = paths_format("%s/%s", dirs[i], name);

		if (access(file, X_OK) == 0)
			return file;
		free(file);
	}
	return NULL;
}

bool initramfs_program(struct initramfs *fs, const char *name)
{
	char *file = strchr(name, '/') ? realpath(name, NULL) : search_path(name);
	bool found = file && paths_exists(file);

	if (found)
		add_needed(fs, file, name);
	free(file);
	return found;
}

/* Applets come last: a name that a real program took stays with it. */
static void add_applets(struct initramfs *fs)
{
	char *list = list_applets(), *save = NULL;

	for (char *l = list ? strtok_r(list, "\n", &save) : NULL; l;
	     l = strtok_r(NULL, "\n", &save)) {
		char *name = paths_format("usr/bin/%s", l), *sbin = paths_format("usr/sbin/%s", l);
		bool taken = false;

		for (size_t i = 0; i < fs->cpio.n_names && !taken; i++)
			taken = strcmp(fs->cpio.names[i], sbin) == 0;
		if (!taken)
			cpio_link(&fs->cpio, name, "busybox");
		free(sbin);
		free(name);
	}
	free(list);
}

int initramfs_end(struct initramfs *fs, char **ret_path)
{
	int err;

	add_applets(fs);
	err = cpio_end(&fs->cpio);
	if (err)
		return diag_error("free some memory", "initramfs: %s", strerror(-err));
	*ret_path = paths_format("/proc/self/fd/%d", fileno(fs->file));
	return 0;
}

void initramfs_free(struct initramfs *fs)
{
	if (fs->file)
		fclose(fs->file);
	fs->file = NULL;
}
