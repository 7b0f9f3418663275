/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "host/libc.h"

#include "host/fuse/session.h"
#include "host/mounter.h"
#include "host/mounts.h"
#include "host/notify.h"

#include <limits.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <sys/mount.h>

#if defined(__x86_64__)
#define ARCH AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCH AUDIT_ARCH_AARCH64
#elif defined(__riscv) && __riscv_xlen == 64
#define ARCH AUDIT_ARCH_RISCV64
#endif

/* The number of mount(2) for 32-bit programs on x86, and how many steps of the filter look at those. */
#ifdef __x86_64__
enum { MOUNT_I386 = 21, I386_PART = 3 };
#else
enum { I386_PART = 0 };
#endif
/* fsopen(2) has the same number everywhere. */
#ifndef SYS_fsopen
#define SYS_fsopen 430
#endif

#ifndef SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV
#define SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV (1UL << 5)
#endif

/* Other acts of mount(2), which have no file system type. */
#define OTHER_ACTS (MS_BIND | MS_MOVE | MS_SHARED | MS_PRIVATE | MS_SLAVE | MS_UNBINDABLE)

/**
 * struct listener - where to listen, and room for what the kernel says, by its own sizes
 */
struct listener {
	int fd;
	struct seccomp_notif *notif;
	struct seccomp_notif_resp *resp;
	struct seccomp_notif_sizes sizes;
};

static long seccomp(unsigned int op, unsigned long flags, void *arg)
{
	return syscall(SYS_seccomp, op, flags, arg);
}

int host_notify_install(void)
{
#ifdef ARCH
	struct sock_filter filter[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, arch)),
#ifdef __x86_64__
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, AUDIT_ARCH_I386, 4, 0),
#endif
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, ARCH, 0, 5 + I386_PART),
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_mount, 1 + I386_PART, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fsopen, 3 + I386_PART, 2 + I386_PART),
#ifdef __x86_64__
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MOUNT_I386, 1, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_fsopen, 3, 2),
#endif
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, args[3])),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, OTHER_ACTS, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF),
	};
	struct sock_fprog prog = {.len = ARRAY_SIZE(filter), .filter = filter};
	unsigned long flags = SECCOMP_FILTER_FLAG_NEW_LISTENER;
	long fd = seccomp(SECCOMP_SET_MODE_FILTER, flags | SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV,
			  &prog);

	if (fd < 0 && errno == EINVAL)
		fd = seccomp(SECCOMP_SET_MODE_FILTER, flags, &prog);
	return fd < 0 ? -errno : (int)fd;
#else
	return -EINVAL;
#endif
}

/* A string of the caller, or NULL after *@err: a page at a time, as far as it goes. */
static char *caller_string(pid_t tid, u64 at, size_t room, int *err)
{
	char *text = at ? calloc(1, room) : NULL;
	size_t have = 0;

	if (!text)
		return NULL;
	while (have < room) {
		size_t page = 4096 - (at + have) % 4096, n = page < room - have ? page : room - have;
		struct iovec ours = {text + have, n}, theirs = {(void *)(uintptr_t)(at + have), n};
		ssize_t got = process_vm_readv(tid, &ours, 1, &theirs, 1, 0);

		if (got <= 0)
			break;
		have += (size_t)got;
		if (memchr(text, '\0', have))
			return text;
	}
	*err = have < room ? -EFAULT : -ENAMETOOLONG;
	free(text);
	return NULL;
}

static bool still_there(const struct listener *l)
{
	return ioctl(l->fd, SECCOMP_IOCTL_NOTIF_ID_VALID, &l->notif->id) == 0;
}

/* 1: it is none of ours, the kernel goes on with it. */
static int on_mount(const struct listener *l)
{
	const struct seccomp_data *d = &l->notif->data;
	pid_t tid = (pid_t)l->notif->pid;
	int err = 0;
	char *source = caller_string(tid, d->args[0], PATH_MAX, &err);
	char *dir = caller_string(tid, d->args[1], PATH_MAX, &err);
	char *type = caller_string(tid, d->args[2], 64, &err);
	char *options = caller_string(tid, d->args[4], 4096, &err);
	bool ours = d->args[3] & MS_REMOUNT ? fuse_session_any() : type && host_super_offered(type);
	struct host_mounting m = {.tid = tid,
				  .source = source,
				  .dir = dir,
				  .type = type,
				  .options = options,
				  .flags = d->args[3]};

	if (!ours || !still_there(l))
		err = 1;
	else if (!err && !dir)
		err = -EFAULT;
	else if (!err)
		err = host_mounting_do(&m);
	if (err == -ENODEV && d->args[3] & MS_REMOUNT)
		err = 1;
	free(source);
	free(dir);
	free(type);
	free(options);
	return err;
}

/*
 * The newer way to mount needs a descriptor of a kind that only the kernel makes. Without it mount(8)
 * goes back to mount(2).
 */
static int on_fsopen(const struct listener *l)
{
	int err = 0;
	char *type = caller_string((pid_t)l->notif->pid, l->notif->data.args[0], 64, &err);
	bool ours = type && host_super_offered(type) && still_there(l);

	free(type);
	return ours ? -ENOSYS : 1;
}

static void answer(struct listener *l)
{
	int err;

	memset(l->notif, 0, l->sizes.seccomp_notif);
	if (ioctl(l->fd, SECCOMP_IOCTL_NOTIF_RECV, l->notif) < 0)
		return;
	err = l->notif->data.nr == SYS_fsopen ? on_fsopen(l) : on_mount(l);
	memset(l->resp, 0, l->sizes.seccomp_notif_resp);
	l->resp->id = l->notif->id;
	l->resp->error = err < 0 ? err : 0;
	l->resp->flags = err > 0 ? SECCOMP_USER_NOTIF_FLAG_CONTINUE : 0;
	ioctl(l->fd, SECCOMP_IOCTL_NOTIF_SEND, l->resp);
}

static void *listen_thread(void *arg)
{
	struct listener *l = arg;
	struct pollfd p = {.fd = l->fd, .events = POLLIN};
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
	/* Hung up: nobody is left who could be told of. */
	while (poll(&p, 1, -1) >= 0 || errno == EINTR) {
		if (p.revents & POLLIN)
			answer(l);
		else if (p.revents)
			break;
	}
	return NULL;
}

int host_notify_serve(int fd)
{
	static struct listener l;
	pthread_t thread;

	l.fd = fd;
	if (seccomp(SECCOMP_GET_NOTIF_SIZES, 0, &l.sizes) < 0)
		return -errno;
	l.notif = calloc(1, max(l.sizes.seccomp_notif, (unsigned short)sizeof(*l.notif)));
	l.resp = calloc(1, max(l.sizes.seccomp_notif_resp, (unsigned short)sizeof(*l.resp)));
	if (!l.notif || !l.resp)
		return -ENOMEM;
	if (pthread_create(&thread, NULL, listen_thread, &l) != 0)
		return -EAGAIN;
	pthread_detach(thread);
	return 0;
}
