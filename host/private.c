/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The command's world: a mount namespace whose /dev is a small file system of its own, in which
 * everything of the real one is bind-mounted and the driver's nodes are symbolic links into the
 * FUSE mount (a bind mount of one file would give all its opens one inode). Root needs nothing
 * else; other users get a user namespace in which they keep their own ids.
 */
#include "host/libc.h"

#include "base/diag.h"
#include "base/paths.h"
#include "host/core.h"
#include "host/fuse/mount.h"
#include "host/graft.h"
#include "host/mounts.h"
#include "host/notify.h"
#include "host/serve.h"

#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>

#define INNER_MOUNT "/dev/.cleat"

/*
 * What the child tells: how far it came; with @err 0, the descriptors follow: of the inner mount, if
 * there is one, and of the listener, if there is one.
 */
struct report {
	int err;
	bool mount, notify;
	char what[64];
};

enum { MAX_FDS = 2 };

static void tell(int sock, int err, const char *what, int fd, int notify)
{
	struct report r = {.err = err, .mount = fd >= 0, .notify = notify >= 0};
	char room[CMSG_SPACE(MAX_FDS * sizeof(int))] = {0};
	int fds[MAX_FDS], n = 0;
	struct iovec iov = {&r, sizeof(r)};
	struct msghdr msg = {.msg_iov = &iov, .msg_iovlen = 1};
	struct cmsghdr *c;

	snprintf(r.what, sizeof(r.what), "%s", what);
	if (r.mount)
		fds[n++] = fd;
	if (r.notify)
		fds[n++] = notify;
	if (n) {
		msg.msg_control = room;
		msg.msg_controllen = CMSG_SPACE((size_t)n * sizeof(int));
		c = CMSG_FIRSTHDR(&msg);
		c->cmsg_level = SOL_SOCKET;
		c->cmsg_type = SCM_RIGHTS;
		c->cmsg_len = CMSG_LEN((size_t)n * sizeof(int));
		memcpy(CMSG_DATA(c), fds, (size_t)n * sizeof(int));
	}
	sendmsg(sock, &msg, MSG_NOSIGNAL);
}

static bool hear(int sock, struct report *r, int *ret_fd, int *ret_notify)
{
	char room[CMSG_SPACE(MAX_FDS * sizeof(int))];
	int fds[MAX_FDS] = {-1, -1};
	struct iovec iov = {r, sizeof(*r)};
	struct msghdr msg = {.msg_iov = &iov,
			     .msg_iovlen = 1,
			     .msg_control = room,
			     .msg_controllen = sizeof(room)};
	struct cmsghdr *c;
	ssize_t n;

	while ((n = recvmsg(sock, &msg, MSG_CMSG_CLOEXEC)) < 0 && errno == EINTR)
		;
	*ret_fd = *ret_notify = -1;
	if (n != sizeof(*r))
		return false;
	c = CMSG_FIRSTHDR(&msg);
	if (c && c->cmsg_type == SCM_RIGHTS)
		memcpy(fds, CMSG_DATA(c), c->cmsg_len - CMSG_LEN(0));
	if (r->mount)
		*ret_fd = fds[0];
	if (r->notify)
		*ret_notify = fds[r->mount];
	return true;
}

static bool write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool ok = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return ok;
}

/* In a new user namespace: our own ids stay what they were. */
static bool keep_ids(uid_t uid, gid_t gid)
{
	char map[64];

	if (!write_text("/proc/self/setgroups", "deny"))
		return false;
	snprintf(map, sizeof(map), "%u %u 1", uid, uid);
	if (!write_text("/proc/self/uid_map", map))
		return false;
	snprintf(map, sizeof(map), "%u %u 1", gid, gid);
	return write_text("/proc/self/gid_map", map);
}

/* The private world, as far as it can be made before the driver serves; tells the outcome. */
static bool prepare(const struct host_mount *m, int sock, bool user_ns, uid_t uid, gid_t gid)
{
	int fd = -1, notify = -1;

	if (user_ns && !keep_ids(uid, gid)) {
		tell(sock, errno, "the ids of the user namespace", -1, -1);
		return false;
	}
	if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0) {
		tell(sock, errno, "a private mount namespace", -1, -1);
		return false;
	}
	if (!graft_mirror("/dev")) {
		tell(sock, errno, "a private /dev", -1, -1);
		return false;
	}
	if (!m->dir) {
		if (mkdir(INNER_MOUNT, 0755) == 0)
			fd = fuse_mount_direct(INNER_MOUNT, host_driver_name());
		else
			fd = -errno;
		if (fd < 0) {
			tell(sock, -fd, "/dev/fuse", -1, -1);
			return false;
		}
	}
	/* Last, because our own mounts above are not to be asked about. */
	if (host_super_any())
		notify = host_notify_install();
	if (notify < 0 && host_super_any())
		diag_note("%s: its file systems cannot be mounted by the command's programs: %s",
			  host_driver_name(), strerror(-notify));
	tell(sock, 0, "", fd, notify);
	if (fd >= 0)
		close(fd);
	if (notify >= 0)
		close(notify);
	return true;
}

/* After what the user preloads: their ioctl() may stand before ours. */
static void set_preload(const char *library)
{
	const char *theirs = getenv("LD_PRELOAD");
	char *both = theirs && *theirs ? paths_format("%s:%s", theirs, library) : NULL;

	setenv("LD_PRELOAD", both ? both : library, 1);
	free(both);
}

static _Noreturn void become(const struct host_options *o, const char *mount_dir)
{
	char **command = o->command;
	sigset_t none;

	setenv("CLEAT_MOUNT", mount_dir, 1);
	if (o->preload)
		set_preload(o->preload);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execvp(command[0], command);
	diag_error("name a program that is on PATH", "%s: %s", command[0], strerror(errno));
	_exit(errno == ENOENT ? 127 : 126);
}

static _Noreturn void private_child(const struct host_options *o, const struct host_mount *m,
				    int sock, bool user_ns, uid_t uid, gid_t gid, pid_t parent)
{
	const char *dir = m->dir ? m->dir : INNER_MOUNT;
	char byte;

	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent && getppid() != 0)
		_exit(2);
	if (!prepare(m, sock, user_ns, uid, gid) || read(sock, &byte, 1) != 1)
		_exit(2);
	graft_all(dir);
	become(o, dir);
}

/*
 * The bare system call: the C library's fork would start a thread sanitizer's helper thread in the
 * child, and a user namespace is refused to a process with threads.
 */
static pid_t clone_into(unsigned long namespaces)
{
	fflush(NULL);
	return (pid_t)syscall(SYS_clone, namespaces | SIGCHLD, 0, 0, 0, 0);
}

static pid_t try_start(const struct host_options *o, struct host_mount *m, bool user_ns,
		       int *ret_go, struct report *r)
{
	unsigned long flags = CLONE_NEWNS | (user_ns ? CLONE_NEWUSER : 0);
	uid_t uid = geteuid();
	gid_t gid = getegid();
	pid_t parent = getpid(), pid;
	int socks[2], fd, notify;

	*r = (struct report){.err = EPERM, .what = "a namespace"};
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, socks) < 0)
		return -errno;
	pid = clone_into(flags);
	if (pid == 0) {
		close(socks[0]);
		private_child(o, m, socks[1], user_ns, uid, gid, parent);
	}
	r->err = pid < 0 ? errno : EPERM;
	close(socks[1]);
	if (pid > 0 && hear(socks[0], r, &fd, &notify) && r->err == 0) {
		if (!m->dir) {
			m->dir = paths_format("%s", INNER_MOUNT);
			m->inside = true;
			m->fd = fd;
		}
		m->notify = notify;
		m->user_ns = user_ns;
		*ret_go = socks[0];
		return pid;
	}
	close(socks[0]);
	while (pid > 0 && waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return -r->err;
}

/* No namespace at all: the nodes stand in a folder, which the command finds in $CLEAT_MOUNT. */
static pid_t start_plain(const struct host_options *o, struct host_mount *m, int *ret_go)
{
	pid_t parent = getpid(), pid;
	int socks[2];
	char byte;

	if (!m->dir && host_mount_setup(m, o))
		return -EPERM;
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, socks) < 0)
		return -errno;
	fflush(NULL);
	pid = fork();
	if (pid == 0) {
		close(socks[0]);
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		/* The driver's process is a relative, not an ancestor: let it reach our memory. */
		prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY);
		if (getppid() != parent || read(socks[1], &byte, 1) != 1)
			_exit(2);
		become(o, m->dir);
	}
	close(socks[1]);
	*ret_go = socks[0];
	return pid;
}

pid_t host_private_start(const struct host_options *o, struct host_mount *m, int *ret_go)
{
	struct report r;
	pid_t pid = try_start(o, m, false, ret_go, &r);

	if (pid == -EPERM)
		pid = try_start(o, m, true, ret_go, &r);
	if (pid > 0)
		return pid;
	if (strcmp(r.what, "/dev/fuse") == 0) {
		fuse_device_error(-r.err);
		return -r.err;
	}
	diag_note("no private /dev for the command (%s: %s): the nodes are below $CLEAT_MOUNT only",
		  r.what, strerror(r.err));
	return start_plain(o, m, ret_go);
}
