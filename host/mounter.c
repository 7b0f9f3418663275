/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A process with threads cannot enter another user namespace, so a child does it: it shares our table
 * of descriptors, opens /dev/fuse as a member of that namespace, and mounts. It makes bare system
 * calls only, because other threads may hold the C library's locks at the moment of the clone.
 */
#include "host/libc.h"

#include "host/core.h"
#include "host/fuse/mount.h"
#include "host/fuse/session.h"
#include "host/mounter.h"
#include "host/mounts.h"
#include "host/procinfo.h"

#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

enum { CAP_SYS_ADMIN_BIT = 21 };

/* What mount(2) may be told of ours; the rest of its flags is for other acts, or for other kinds. */
#define MOUNT_FLAGS                                                                                \
	(MS_RDONLY | MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_NOATIME | MS_NODIRATIME | MS_RELATIME | \
	 MS_STRICTATIME)

/**
 * struct place - where the child goes
 * @user, @mnt: namespaces to enter, or -1: ours; @root, @cwd: the task's
 * @helper: it has no right to mount, but fusermount3 does it for everybody
 */
struct place {
	int user, mnt, root, cwd;
	bool helper;
};

/**
 * struct outcome - what the child tells; it comes through a pipe
 * @fd: of /dev/fuse, valid here too; @dev: the device number of what is mounted there
 */
struct outcome {
	int err, fd;
	u64 dev;
};

static int open_proc(pid_t tid, const char *name, int flags)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", tid, name);
	return open(path, flags | O_CLOEXEC);
}

static void place_close(struct place *p)
{
	const int fds[] = {p->user, p->mnt, p->root, p->cwd};

	for (size_t i = 0; i < ARRAY_SIZE(fds); i++)
		if (fds[i] >= 0)
			close(fds[i]);
}

static int place_open(struct place *p, pid_t tid)
{
	*p = (struct place){.user = -1, .mnt = -1};
	p->root = open_proc(tid, "root", O_PATH | O_DIRECTORY);
	p->cwd = open_proc(tid, "cwd", O_PATH | O_DIRECTORY);
	if (!host_proc_same_ns(tid, "user"))
		p->user = open_proc(tid, "ns/user", O_RDONLY);
	if (!host_proc_same_ns(tid, "mnt"))
		p->mnt = open_proc(tid, "ns/mnt", O_RDONLY);
	if (p->root >= 0 && p->cwd >= 0 && (p->user >= 0 || host_proc_same_ns(tid, "user")) &&
	    (p->mnt >= 0 || host_proc_same_ns(tid, "mnt")))
		return 0;
	place_close(p);
	return -EPERM;
}

static bool same_file(int a, int b)
{
	struct stat x, y;

	return fstat(a, &x) == 0 && fstat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

/* The kernel asks for the capability in the user namespace that the mount namespace belongs to. */
static bool may_mount(pid_t tid)
{
	int mnt = open_proc(tid, "ns/mnt", O_RDONLY), user = open_proc(tid, "ns/user", O_RDONLY);
	int owner = mnt >= 0 ? ioctl(mnt, NS_GET_USERNS) : -1;
	char caps[32];
	bool may = owner >= 0 && user >= 0 && same_file(owner, user) &&
		   host_proc_status(tid, "CapEff", caps, sizeof(caps)) &&
		   strtoull(caps, NULL, 16) >> CAP_SYS_ADMIN_BIT & 1;

	if (mnt >= 0)
		close(mnt);
	if (user >= 0)
		close(user);
	if (owner >= 0)
		close(owner);
	return may;
}

/* ---- the child ---- */

static long enter(const struct place *p)
{
	if (p->mnt >= 0 && syscall(SYS_setns, p->mnt, CLONE_NEWNS) < 0)
		return -errno;
	if (syscall(SYS_fchdir, p->root) < 0 || syscall(SYS_chroot, ".") < 0 ||
	    syscall(SYS_fchdir, p->cwd) < 0)
		return -errno;
	return 0;
}

static void device_of(const char *dir, struct outcome *o)
{
	struct statx st;

	/* Nobody answers a question to the mount yet, and for the device number none is asked. */
	if (syscall(SYS_statx, AT_FDCWD, dir, AT_STATX_DONT_SYNC, 0, &st) < 0)
		o->err = -errno;
	else
		o->dev = makedev(st.stx_dev_major, st.stx_dev_minor);
}

static void child_mount(const struct place *p, const struct host_mounting *m, const char *type,
			char *options, size_t options_room, struct outcome *o)
{
	char *end = options + strlen(options);
	int fd;

	if (p->user >= 0 && syscall(SYS_setns, p->user, CLONE_NEWUSER) < 0) {
		o->err = -errno;
		return;
	}
	fd = (int)syscall(SYS_openat, AT_FDCWD, "/dev/fuse", O_RDWR | O_CLOEXEC);
	if (fd < 0) {
		o->err = -errno;
		return;
	}
	snprintf(end, options_room - (size_t)(end - options), ",fd=%d", fd);
	o->err = (int)enter(p);
	if (!o->err && syscall(SYS_mount, m->source ? m->source : "none", m->dir, type,
			       (m->flags & MOUNT_FLAGS) | MS_NOSUID | MS_NODEV, options) < 0)
		o->err = -errno;
	if (!o->err)
		device_of(m->dir, o);
	if (o->err)
		syscall(SYS_close, fd);
	else
		o->fd = fd;
}

static void child_look(const struct place *p, const struct host_mounting *m, struct outcome *o)
{
	if (p->user >= 0 && syscall(SYS_setns, p->user, CLONE_NEWUSER) < 0)
		o->err = -errno;
	else
		o->err = (int)enter(p);
	if (!o->err)
		device_of(m->dir, o);
}

/* Run one of the two in a child, and hear what came of it. */
static struct outcome in_child(const struct place *p, const struct host_mounting *m,
			       const char *type, char *options, size_t options_room)
{
	struct outcome o = {.fd = -1, .err = -EAGAIN}, told;
	int ends[2];
	pid_t pid;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return o;
	pid = (pid_t)syscall(SYS_clone, CLONE_FILES | SIGCHLD, 0, 0, 0, 0);
	if (pid == 0) {
		o.err = 0;
		if (type)
			child_mount(p, m, type, options, options_room, &o);
		else
			child_look(p, m, &o);
		syscall(SYS_write, ends[1], &o, sizeof(o));
		syscall(SYS_exit_group, 0);
	}
	while (pid > 0 && waitpid(pid, NULL, __WALL) < 0 && errno == EINTR)
		;
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	if (pid > 0 && read(ends[0], &told, sizeof(told)) == sizeof(told))
		o = told;
	close(ends[0]);
	close(ends[1]);
	return o;
}

static struct outcome by_helper(const struct host_mounting *m)
{
	struct outcome o = {.fd = fuse_mount_helper(m->dir, m->source)};

	o.err = o.fd < 0 ? o.fd : 0;
	if (!o.err)
		device_of(m->dir, &o);
	return o;
}

/* ---- mounts ---- */

/* An id of ours as a number in the task's user namespace; @id 0 of that namespace when it has one. */
static u32 owner_of(pid_t tid, const char *map, u32 mounter)
{
	if (host_proc_same_ns(tid, "user") || host_proc_map_id(tid, map, 0, false) != ~0u)
		return 0;
	return host_proc_map_id(tid, map, mounter, true);
}

static int serve(struct host_super *super, const struct host_mounting *m, const struct place *p,
		 const struct host_mount_request *r)
{
	struct fuse_session *s = quiet_new(sizeof(*s));
	char type[96], options[192];
	struct outcome o;
	int err;

	if (!s)
		return -ENOMEM;
	snprintf(type, sizeof(type), "fuse.%s", m->type);
	snprintf(options, sizeof(options),
		 "rootmode=40755,user_id=%u,group_id=%u,allow_other,default_permissions", r->uid,
		 r->gid);
	o = p->helper ? by_helper(m) : in_child(p, m, type, options, sizeof(options));
	if (!o.err) {
		s->super = super;
		s->foreign = p->user >= 0;
		s->dev = o.dev;
		s->dir = m->tagged && p->mnt < 0 ? strdup(m->dir) : NULL;
		s->helper = p->helper;
		o.err = fuse_session_serve(s, o.fd);
		if (o.err)
			close(o.fd);
	}
	err = o.err;
	if (err) {
		free(s->dir);
		quiet_free(s);
	}
	return err;
}

static int mount_new(const struct host_mounting *m, const struct place *p, struct host_call *call)
{
	struct host_mount_request r = {
		.type = m->type,
		.options = m->options,
		/* As everywhere without root, what is root's in a kernel is the user's own. */
		.uid = p->helper ? call->task.euid : owner_of(m->tid, "uid_map", call->task.euid),
		.gid = p->helper ? call->task.egid : owner_of(m->tid, "gid_map", call->task.egid),
	};
	struct host_super *super;
	int err = host_super_mount(&r, call, &super);

	if (err)
		return err;
	err = serve(super, m, p, &r);
	if (err)
		host_super_put(super);
	return err;
}

/* mount(8) repeats what /proc/mounts shows, which are FUSE's options and not the driver's. */
static char *without_fuse(const char *options)
{
	static const char *const fuse[] = {"user_id=", "group_id=", "default_permissions",
					   "allow_other", "rootmode=", "fd="};
	char *copy = strdup(options ? options : ""), *text = calloc(1, strlen(copy ? copy : "") + 1);
	char *save = NULL, *at = text;

	for (char *o = copy && text ? strtok_r(copy, ",", &save) : NULL; o;
	     o = strtok_r(NULL, ",", &save)) {
		bool own = true;

		for (size_t i = 0; i < ARRAY_SIZE(fuse); i++)
			own &= strncmp(o, fuse[i], strlen(fuse[i])) != 0;
		if (own)
			at += sprintf(at, "%s%s", at == text ? "" : ",", o);
	}
	free(copy);
	return text;
}

static int remount(const struct host_mounting *m, const struct place *p, struct host_call *call)
{
	struct outcome o = in_child(p, m, NULL, NULL, 0);
	struct fuse_session *s = o.err ? NULL : fuse_session_of(o.dev);
	char *options;
	int err;

	if (!s)
		return o.err ? o.err : -ENODEV;
	options = without_fuse(m->options);
	err = options ? host_super_remount(s->super, options, call) : -ENOMEM;
	free(options);
	return err;
}

int host_mounting_do(const struct host_mounting *m)
{
	struct host_call call;
	struct place p;
	int err;

	host_call_init(&call);
	call.memory = NULL;
	if (!fuse_caller_task(m->tid, &call.task))
		return -ESRCH;
	err = place_open(&p, m->tid);
	if (err)
		return err;
	p.helper = !may_mount(m->tid);
	if (p.helper && (!m->tagged || p.user >= 0 || p.mnt >= 0))
		err = -EPERM;
	else if (p.user >= 0 && !host_super_for_users(m->type))
		err = -EPERM;
	else
		err = m->flags & MS_REMOUNT ? remount(m, &p, &call) : mount_new(m, &p, &call);
	place_close(&p);
	return err;
}
