/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "host/libc.h"

#include "base/diag.h"
#include "host/fuse/mount.h"

#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/wait.h>

#define FUSE_DEVICE "/dev/fuse"
#define FUSE_TYPE   "fuse.cleat"

/* The type of the last mount on @dir in /proc/self/mountinfo; false when there is none. */
static bool mounted_type(const char *dir, char *type, size_t size)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	char line[8192];
	bool found = false;

	if (!f)
		return false;
	while (fgets(line, sizeof(line), f)) {
		char point[4097], kind[128];
		const char *dash = strstr(line, " - ");

		if (!dash || sscanf(line, "%*d %*d %*s %*s %4096s", point) != 1 ||
		    strcmp(point, dir) != 0)
			continue;
		if (sscanf(dash, " - %127s", kind) == 1) {
			snprintf(type, size, "%s", kind);
			found = true;
		}
	}
	fclose(f);
	return found;
}

enum fuse_mount_state fuse_mount_probe(const char *dir)
{
	struct statvfs st;
	char type[128];

	if (!mounted_type(dir, type, sizeof(type)))
		return FUSE_MOUNT_FREE;
	if (strcmp(type, FUSE_TYPE) != 0)
		return FUSE_MOUNT_FOREIGN;
	/* statfs is never answered from a cache. */
	if (statvfs(dir, &st) < 0 && (errno == ENOTCONN || errno == ECONNABORTED))
		return FUSE_MOUNT_STALE;
	return FUSE_MOUNT_SERVED;
}

int fuse_mount_direct(const char *dir, const char *source)
{
	char options[128];
	int fd = open(FUSE_DEVICE, O_RDWR | O_CLOEXEC), err;

	if (fd < 0)
		return -errno;
	snprintf(options, sizeof(options),
		 "fd=%d,rootmode=40755,user_id=%u,group_id=%u,allow_other,default_permissions", fd,
		 geteuid(), getegid());
	if (mount(source, dir, FUSE_TYPE, MS_NOSUID | MS_NODEV, options) == 0)
		return fd;
	err = -errno;
	close(fd);
	return err;
}

static int receive_fd(int sock)
{
	char byte, room[CMSG_SPACE(sizeof(int))];
	struct iovec iov = {&byte, 1};
	struct msghdr msg = {.msg_iov = &iov,
			     .msg_iovlen = 1,
			     .msg_control = room,
			     .msg_controllen = sizeof(room)};
	struct cmsghdr *c;
	int fd = -1;

	while (recvmsg(sock, &msg, MSG_CMSG_CLOEXEC) < 0) {
		if (errno != EINTR)
			return -1;
	}
	c = CMSG_FIRSTHDR(&msg);
	if (c && c->cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(c), sizeof(fd));
	return fd;
}

static pid_t start_helper(int sock, const char *const argv[])
{
	pid_t pid = fork();
	char env[32];

	if (pid != 0)
		return pid;
	snprintf(env, sizeof(env), "%d", sock);
	setenv("_FUSE_COMMFD", env, 1);
	execvp(argv[0], (char *const *)argv);
	_exit(127);
}

int fuse_mount_helper(const char *dir, const char *source)
{
	char options[256];
	const char *argv[] = {"fusermount3", "-o", options, "--", dir, NULL};
	int socks[2], fd, st = 0;
	pid_t pid;

	snprintf(options, sizeof(options),
		 "nosuid,nodev,default_permissions,fsname=%s,subtype=cleat", source);
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, socks) < 0)
		return -errno;
	fcntl(socks[0], F_SETFD, FD_CLOEXEC);
	pid = start_helper(socks[1], argv);
	close(socks[1]);
	fd = pid > 0 ? receive_fd(socks[0]) : -1;
	close(socks[0]);
	while (pid > 0 && waitpid(pid, &st, 0) < 0 && errno == EINTR)
		;
	if (fd >= 0)
		return fd;
	if (WIFEXITED(st) && WEXITSTATUS(st) == 127)
		diag_error("install the package fuse3, or run as root", "fusermount3: not found");
	else
		diag_error("run as root, or see what fusermount3 said above",
			   "%s: cannot be mounted", dir);
	return -EPERM;
}

void fuse_unmount(const char *dir, bool helper)
{
	const char *argv[] = {"fusermount3", "-u", "-z", "-q", "--", dir, NULL};
	pid_t pid;

	if (umount2(dir, MNT_DETACH) == 0 || !helper)
		return;
	pid = start_helper(-1, argv);
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
}

void fuse_mount_source(char *to, size_t size, const char *name, int pid)
{
	snprintf(to, size, "%s[%d]", name, pid);
}

void fuse_unmount_all(const char *name, int pid)
{
	FILE *f = fopen("/proc/self/mountinfo", "re");
	char line[8192], mark[256];

	fuse_mount_source(mark, sizeof(mark), name, pid);
	while (f && fgets(line, sizeof(line), f)) {
		char point[4097], source[256];
		const char *dash = strstr(line, " - ");

		if (dash && sscanf(line, "%*d %*d %*s %*s %4096s", point) == 1 &&
		    sscanf(dash, " - %*s %255s", source) == 1 && strcmp(source, mark) == 0)
			fuse_unmount(point, geteuid() != 0);
	}
	if (f)
		fclose(f);
}

int fuse_device_error(int err)
{
	switch (err) {
	case -ENOENT:
	case -ENODEV:
	case -ENXIO:
		return diag_error("load it (modprobe fuse) or let this container see /dev/fuse "
				  "(--device /dev/fuse)",
				  FUSE_DEVICE ": %s: this system has no FUSE", strerror(-err));
	case -EACCES:
	case -EPERM:
		return diag_error("run as root, or: chmod 0666 /dev/fuse (most systems have it so)",
				  FUSE_DEVICE ": %s", strerror(-err));
	default:
		return diag_error(NULL, "the FUSE mount failed: %s", strerror(-err));
	}
}
