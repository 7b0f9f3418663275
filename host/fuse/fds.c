/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Descriptors of a caller. One is taken by pidfd_getfd. To be given one the caller is held (hold.c):
 * it opens an event counter, which keeps the number; makes two sockets, one of which we take; receives
 * the file, wherever it comes; and moves it to the number. The sockets and a page for the message last
 * to the end of the call.
 */
#include "host/fuse/session.h"

#include "host/descriptors.h"
#include <sys/eventfd.h>
#include <sys/socket.h>

/**
 * struct fuse_channel - how files reach a caller that is held
 * @page: memory of theirs; @theirs: their two sockets; @ours: the second of them
 */
struct fuse_channel {
	u64 page;
	int theirs[2];
	int ours;
};

/* What lies in the page: laid out as recvmsg wants it. */
struct message {
	struct msghdr head;
	struct iovec iov;
	char byte;
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int))];
};

static struct fuse_request *request(struct host_call *call)
{
	return call->transport;
}

static int take(pid_t tgid, int theirs)
{
	int pidfd = (int)syscall(SYS_pidfd_open, tgid, 0), fd;

	if (pidfd < 0)
		return -errno;
	fd = (int)syscall(SYS_pidfd_getfd, pidfd, theirs, 0);
	fd = fd < 0 ? -errno : fd;
	close(pidfd);
	return fd;
}

static int get_theirs(struct host_call *call, unsigned int theirs)
{
	return call->task.tgid > 0 ? take(call->task.tgid, (int)theirs) : -EBADF;
}

static int hold(struct fuse_request *req)
{
	int err = fuse_hold(req);

	if (!err && req->body && !fuse_ioctl_no_answer(req))
		err = -EFAULT;
	return err;
}

static int reserve_theirs(struct host_call *call)
{
	int err = hold(request(call));

	return err ? err : (int)fuse_hold_call(request(call), SYS_eventfd2, 0, EFD_CLOEXEC, 0, 0, 0, 0);
}

static int close_theirs(struct host_call *call, unsigned int theirs)
{
	int err = hold(request(call));

	return err ? err : (int)fuse_hold_call(request(call), SYS_close, (long)theirs, 0, 0, 0, 0, 0);
}

/* ---- the channel ---- */

static void end_channel(struct fuse_request *req, struct fuse_channel *c)
{
	for (int i = 0; i < 2; i++)
		if (c->theirs[i] >= 0)
			fuse_hold_call(req, SYS_close, c->theirs[i], 0, 0, 0, 0, 0);
	if (c->page)
		fuse_hold_call(req, SYS_munmap, (long)c->page, PAGE_SIZE, 0, 0, 0, 0);
	if (c->ours >= 0)
		close(c->ours);
	free(c);
}

static bool begin_channel(struct fuse_request *req, struct fuse_channel *c)
{
	long page = fuse_hold_call(req, SYS_mmap, 0, PAGE_SIZE, PROT_READ | PROT_WRITE,
				   MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (page < 0 && page > -4096)
		return false;
	c->page = (u64)page;
	if (fuse_hold_call(req, SYS_socketpair, AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, page, 0,
			   0) < 0)
		return false;
	if (req->call.memory->read(&req->call, c->theirs, c->page, sizeof(c->theirs)))
		return false;
	c->ours = take(req->call.task.tgid, c->theirs[1]);
	return c->ours >= 0;
}

static struct fuse_channel *channel(struct fuse_request *req)
{
	struct fuse_channel *c = req->channel;

	if (c)
		return c;
	c = malloc(sizeof(*c));
	if (!c)
		return NULL;
	*c = (struct fuse_channel){.theirs = {-1, -1}, .ours = -1};
	if (!begin_channel(req, c)) {
		end_channel(req, c);
		return NULL;
	}
	req->channel = c;
	return c;
}

/* ---- a file on its way ---- */

static bool send_file(int sock, int fd)
{
	struct message m = {.iov = {&m.byte, 1}};
	struct cmsghdr *c;

	m.head = (struct msghdr){.msg_iov = &m.iov,
				 .msg_iovlen = 1,
				 .msg_control = m.control,
				 .msg_controllen = sizeof(m.control)};
	c = CMSG_FIRSTHDR(&m.head);
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(c), &fd, sizeof(fd));
	return sendmsg(sock, &m.head, MSG_NOSIGNAL | MSG_DONTWAIT) == 1;
}

#define THEIRS(c, member) ((void *)(uintptr_t)((c)->page + offsetof(struct message, member)))

/* They receive it at the lowest free number, or an errno. */
static int receive_file(struct fuse_request *req, struct fuse_channel *c)
{
	struct message m = {.iov = {THEIRS(c, byte), 1}};
	int fd;

	m.head = (struct msghdr){.msg_iov = THEIRS(c, iov),
				 .msg_iovlen = 1,
				 .msg_control = THEIRS(c, control),
				 .msg_controllen = sizeof(m.control)};
	if (req->call.memory->write(&req->call, c->page, &m, sizeof(m)))
		return -ESRCH;
	if (fuse_hold_call(req, SYS_recvmsg, c->theirs[0], (long)c->page,
			   MSG_CMSG_CLOEXEC | MSG_DONTWAIT, 0, 0, 0) != 1)
		return -EMFILE;
	if (req->call.memory->read(&req->call, &m, c->page, sizeof(m)))
		return -ESRCH;
	/* The lengths are the program's to change: only the number is taken from there. */
	memcpy(&fd, m.control + CMSG_LEN(0), sizeof(fd));
	return m.head.msg_controllen >= CMSG_LEN(sizeof(fd)) ? fd : -EMFILE;
}

static int install_theirs(struct host_call *call, unsigned int theirs, int ours, bool cloexec)
{
	struct fuse_request *req = request(call);
	struct fuse_channel *c = channel(req);
	long err;
	int fd;

	if (!c || !send_file(c->ours, ours))
		return -EMFILE;
	fd = receive_file(req, c);
	if (fd < 0)
		return fd;
	err = fuse_hold_call(req, SYS_dup3, fd, (long)theirs, cloexec ? O_CLOEXEC : 0, 0, 0, 0);
	fuse_hold_call(req, SYS_close, fd, 0, 0, 0, 0, 0);
	return err < 0 ? (int)err : 0;
}

const struct host_descriptors fuse_caller_descriptors = {
	.get = get_theirs,
	.reserve = reserve_theirs,
	.install = install_theirs,
	.close = close_theirs,
};

void fuse_fds_end(struct fuse_request *req, long result)
{
	if (req->channel)
		end_channel(req, req->channel);
	req->channel = NULL;
	fuse_hold_end(req, result);
}
