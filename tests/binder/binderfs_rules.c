/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What programs see of mounted Binder: options, names, who may take what away, logs that come and go,
 * and contexts of their own. Run as root, in a kernel with our module or under "cleat run"; there a few
 * answers are another file system's, which docs/host.md names.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "drivers/binder/uapi.h"
#include "drivers/binder/uapi_binderfs.h"

enum { BINDERFS_MAGIC = 0x6c6f6f70, SETTLE_TRIES = 500 };

static char top[] = "/tmp/binderfs.XXXXXX";
static int failed, count;
static bool on_host;

static void is(const char *what, long got, long want)
{
	count++;
	if (got == want) {
		printf("ok - %s\n", what);
		return;
	}
	printf("not ok - %s: %ld, wanted %ld\n", what, got, want);
	failed++;
}

#define FAILS(what, call, error) is(what, (call) < 0 ? errno : 0, error)

static const char *at(const char *dir, const char *name)
{
	static char paths[4][512];
	static int next;

	next = (next + 1) % 4;
	snprintf(paths[next], sizeof(paths[next]), "%s/%s/%s", top, dir, name);
	return paths[next];
}

static int try_mount(const char *dir, const char *options)
{
	return mount(NULL, at(dir, ""), "binder", 0, options);
}

static void must_mount(const char *dir, const char *options)
{
	if (try_mount(dir, options) < 0) {
		printf("not ok - mount %s: %s\n", options, strerror(errno));
		exit(1);
	}
}

static int add(const char *dir, const char *name, struct binderfs_device *ret)
{
	struct binderfs_device d = {.major = ~0u};
	int fd = open(at(dir, "binder-control"), O_RDONLY | O_CLOEXEC), err;

	memcpy(d.name, name, strnlen(name, sizeof(d.name)));
	err = ioctl(fd, BINDER_CTL_ADD, ret ? ret : &d);
	if (!err && ret)
		return close(fd);
	err = err < 0 ? errno : 0;
	close(fd);
	errno = err;
	return err ? -1 : 0;
}

static int version(const char *dir, const char *name)
{
	struct binder_version v = {0};
	int fd = open(at(dir, name), O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return -errno;
	ioctl(fd, BINDER_VERSION, &v);
	close(fd);
	return v.protocol_version;
}

static int entries(const char *dir, const char *name)
{
	DIR *d = opendir(at(dir, name));
	int n = 0;

	if (!d)
		return -errno;
	while (readdir(d))
		n++;
	closedir(d);
	return n - 2;
}

/* What a close brings about comes a moment after it, in a process. */
static int settles(const char *dir, const char *name, int want)
{
	const struct timespec pause = {.tv_nsec = 10000000};
	int n = entries(dir, name);

	for (int i = 0; n != want && i < SETTLE_TRIES; i++) {
		nanosleep(&pause, NULL);
		n = entries(dir, name);
	}
	return n;
}

static bool text_is(const char *dir, const char *name, const char *want)
{
	char got[256] = "";
	int fd = open(at(dir, name), O_RDONLY | O_CLOEXEC);
	ssize_t n = read(fd, got, sizeof(got) - 1);

	close(fd);
	return n > 0 && strncmp(got, want, strlen(want)) == 0;
}

static void options(void)
{
	static const char *const bad[] = {"max=1048577", "max=-1",	 "max",	   "max=x",
					  "stats",	 "stats=local", "other=1"};
	struct statfs st;

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		FAILS(bad[i], try_mount("a", bad[i]), EINVAL);
	FAILS("fewer than the first devices", try_mount("a", "max=2"), ENOSPC);
	must_mount("a", "max=3");
	statfs(at("a", ""), &st);
	on_host = st.f_type != BINDERFS_MAGIC;
	is("magic", on_host || st.f_type == BINDERFS_MAGIC, 1);
	is("no logs", entries("a", "binder_logs"), -ENOENT);
	FAILS("full", add("a", "four", NULL), ENOSPC);
	FAILS("remount with logs", mount(NULL, at("a", ""), NULL, MS_REMOUNT, "stats=global"), EINVAL);
	FAILS("remount", mount(NULL, at("a", ""), NULL, MS_REMOUNT, "max=4"), 0);
	FAILS("one more", add("a", "four", NULL), 0);
	FAILS("full again", add("a", "five", NULL), ENOSPC);
	is("unlink", unlink(at("a", "four")), 0);
	FAILS("its place is free", add("a", "five", NULL), 0);
	FAILS("umount", umount(at("a", "")), 0);
}

static void names(void)
{
	struct binderfs_device d = {.name = "mine"}, longest;
	struct stat st;
	int fd;

	must_mount("a", "");
	is("first devices", entries("a", ""), 5);
	FAILS("a device", add("a", "mine", &d), 0);
	is("its name", strcmp(d.name, "mine"), 0);
	stat(at("a", "mine"), &st);
	is("its node", on_host || st.st_rdev == makedev(d.major, d.minor), 1);
	is("its mode", st.st_mode & 07777, 0600);
	is("it answers", version("a", "mine"), BINDER_CURRENT_PROTOCOL_VERSION);
	FAILS("twice", add("a", "mine", NULL), EEXIST);
	FAILS("control's", add("a", "binder-control", NULL), EEXIST);
	FAILS("a directory's", add("a", "features", NULL), EEXIST);
	FAILS("none", add("a", "", NULL), EACCES);
	FAILS("dot", add("a", ".", NULL), EACCES);
	FAILS("two dots", add("a", "..", NULL), EACCES);
	FAILS("a path", add("a", "x/y", NULL), EACCES);
	memset(&longest, 'n', sizeof(longest));
	FAILS("not ended", add("a", "", &longest), 0);
	is("it is cut", longest.name[BINDERFS_MAX_NAME], 0);
	is("at 255", access(at("a", longest.name), F_OK), 0);
	fd = open(at("a", "binder-control"), O_RDONLY);
	FAILS("no memory there", ioctl(fd, BINDER_CTL_ADD, (void *)1), EFAULT);
	FAILS("another command", ioctl(fd, BINDER_VERSION, &d), EINVAL);
	FAILS("busy", umount(at("a", "")), EBUSY);
	close(fd);
	FAILS("umount", umount(at("a", "")), 0);
}

static void rules(void)
{
	must_mount("a", "");
	FAILS("rm control", unlink(at("a", "binder-control")), EPERM);
	FAILS("rm a feature", unlink(at("a", "features/extended_error")), EPERM);
	FAILS("rmdir", rmdir(at("a", "features")), EPERM);
	FAILS("create", open(at("a", "new"), O_CREAT | O_RDWR, 0600), EACCES);
	FAILS("mkdir", mkdir(at("a", "new"), 0700), EPERM);
	FAILS("mknod", mknod(at("a", "new"), S_IFCHR | 0600, makedev(1, 3)), EPERM);
	FAILS("link", link(at("a", "binder"), at("a", "new")), EPERM);
	FAILS("symlink", symlink("binder", at("a", "new")), EPERM);
	FAILS("mv control", rename(at("a", "binder-control"), at("a", "new")), EPERM);
	FAILS("mv over control", rename(at("a", "binder"), at("a", "binder-control")), EPERM);
	FAILS("mv", rename(at("a", "binder"), at("a", "new")), 0);
	is("it answers there", version("a", "new"), BINDER_CURRENT_PROTOCOL_VERSION);
	FAILS("mv over another", rename(at("a", "new"), at("a", "hwbinder")), 0);
	is("four are left", entries("a", ""), 4);
	FAILS("mv a directory", rename(at("a", "features"), at("a", "traits")), 0);
	is("what it can", text_is("a", "traits/oneway_spam_detection", "1\n"), 1);
	is("features", entries("a", "traits"), 4);
	FAILS("chmod", chmod(at("a", "hwbinder"), 0666), 0);
	FAILS("umount", umount(at("a", "")), 0);
}

static void logs(void)
{
	char mine[64], begin[64];
	int fd, second;

	must_mount("a", "stats=global");
	must_mount("b", "");
	snprintf(mine, sizeof(mine), "binder_logs/proc/%d", getpid());
	snprintf(begin, sizeof(begin), "binder proc state:\nproc %d\n", getpid());
	is("logs", entries("a", "binder_logs"), 8);
	is("state", text_is("a", "binder_logs/state", "binder state:\n"), 1);
	is("stats", text_is("a", "binder_logs/stats", "binder stats:\n"), 1);
	is("transactions", text_is("a", "binder_logs/transactions", "binder transactions:\n"), 1);
	is("nobody", entries("a", "binder_logs/proc"), 0);
	fd = open(at("a", "binder"), O_RDWR);
	is("one", entries("a", "binder_logs/proc"), 1);
	is("it is me", text_is("a", mine, begin), 1);
	second = open(at("a", "hwbinder"), O_RDWR);
	is("once", entries("a", "binder_logs/proc"), 1);
	close(second);
	FAILS("not for users", unlink(at("a", mine)), EPERM);
	close(fd);
	is("gone", settles("a", "binder_logs/proc", 0), 0);
	is("a mount without", entries("b", "binder_logs"), -ENOENT);
	FAILS("umount", umount(at("a", "")), 0);
	FAILS("umount", umount(at("b", "")), 0);
}

/* A context manager for each device of each mount; @dir is unmounted while it is there. */
static void contexts(void)
{
	struct binderfs_device a = {.name = "mine"}, b = {.name = "mine"};
	int one, two, rival, none = 0;

	must_mount("a", "");
	must_mount("b", "");
	add("a", "mine", &a);
	add("b", "mine", &b);
	is("numbers of their own", a.minor != b.minor, 1);
	one = open(at("a", "mine"), O_RDWR);
	two = open(at("b", "mine"), O_RDWR);
	rival = open(at("a", "mine"), O_RDWR);
	FAILS("a manager", ioctl(one, BINDER_SET_CONTEXT_MGR, &none), 0);
	FAILS("a manager there", ioctl(two, BINDER_SET_CONTEXT_MGR, &none), 0);
	FAILS("not two", ioctl(rival, BINDER_SET_CONTEXT_MGR, &none), EBUSY);
	is("unlink", unlink(at("a", "mine")), 0);
	FAILS("the name is free", add("a", "mine", NULL), 0);
	FAILS("umount", umount2(at("a", ""), MNT_DETACH), 0);
	FAILS("still not two", ioctl(rival, BINDER_SET_CONTEXT_MGR, &none), EBUSY);
	close(one);
	close(rival);
	close(two);
	FAILS("umount", umount2(at("b", ""), MNT_DETACH), 0);
}

static void write_file(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);

	if (write(fd, text, strlen(text)) < 0)
		perror(path);
	close(fd);
}

static int as_user_root(void)
{
	if (unshare(CLONE_NEWUSER) < 0)
		return 2;
	write_file("/proc/self/uid_map", "0 0 1");
	write_file("/proc/self/setgroups", "deny");
	write_file("/proc/self/gid_map", "0 0 1");
	if (unshare(CLONE_NEWNS) < 0)
		return 2;
	if (try_mount("a", "stats=global") == 0 || errno != EPERM)
		return 3;
	if (try_mount("a", "max=7") < 0 || add("a", "mine", NULL) < 0)
		return 4;
	return version("a", "mine") == BINDER_CURRENT_PROTOCOL_VERSION ? 0 : 5;
}

static void user_namespace(void)
{
	pid_t pid = fork();
	int status;

	if (pid == 0)
		_exit(as_user_root());
	waitpid(pid, &status, 0);
	is("the root of a user namespace", WEXITSTATUS(status), 0);
}

int main(void)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (!mkdtemp(top) || mkdir(at("a", ""), 0755) < 0 || mkdir(at("b", ""), 0755) < 0) {
		perror(top);
		return 1;
	}
	options();
	names();
	rules();
	logs();
	contexts();
	user_namespace();
	rmdir(at("a", ""));
	rmdir(at("b", ""));
	rmdir(top);
	printf("%d outcomes, %d wrong\n", count, failed);
	return failed != 0;
}
