/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Bytes on /dev/fuse. System calls are made raw: the thread sanitizer takes read() and writev() on
 * one descriptor for synchronisation and would hide races between requests.
 */
#include "host/fuse/session.h"

long fuse_wire_read(struct fuse_session *s, void *buf, size_t size)
{
	return syscall(SYS_read, s->fd, buf, size);
}

static int send(struct fuse_session *s, struct fuse_out_header *head, const void *a, size_t a_len,
		const void *b, size_t b_len)
{
	struct iovec iov[3] = {{head, sizeof(*head)}, {(void *)a, a_len}, {(void *)b, b_len}};
	int n = 1 + (a_len || b_len) + (b_len != 0);

	head->len = (u32)(sizeof(*head) + a_len + b_len);
	return syscall(SYS_writev, s->fd, iov, n) < 0 ? -errno : 0;
}

void fuse_reply_two(struct fuse_request *req, const void *a, size_t a_len, const void *b,
		    size_t b_len)
{
	struct fuse_out_header head = {.unique = req->head->unique};

	/* ENOENT: the caller is gone; ENODEV: the mount is. Nobody waits for the answer then. */
	send(req->session, &head, a, a_len, b, b_len);
}

void fuse_reply(struct fuse_request *req, const void *body, size_t len)
{
	fuse_reply_two(req, body, len, NULL, 0);
}

void fuse_reply_error(struct fuse_request *req, int error)
{
	struct fuse_out_header head = {.unique = req->head->unique, .error = error};

	send(req->session, &head, NULL, 0, NULL, 0);
}

int fuse_notify(struct fuse_session *s, int code, const void *a, size_t a_len, const void *b,
		size_t b_len)
{
	struct fuse_out_header head = {.error = code};

	return send(s, &head, a, a_len, b, b_len);
}

struct fuse_request *fuse_request_new(struct fuse_session *s)
{
	struct fuse_request *req = quiet_new(sizeof(*req));
	char *room;

	if (!req)
		return NULL;
	/* Touched only as far as a request is long: most of it never becomes memory. */
	room = mmap(NULL, FUSE_IN_SIZE + FUSE_OUT_SIZE, PROT_READ | PROT_WRITE,
		    MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (room == MAP_FAILED) {
		quiet_free(req);
		return NULL;
	}
	req->session = s;
	req->in = room;
	req->out = room + FUSE_IN_SIZE;
	req->head = (struct fuse_in_header *)req->in;
	req->body = req->in + sizeof(*req->head);
	/*
	 * But for its beginning: a process that ends finds no new page for a request that it is
	 * reading, and the kernel would answer it with EIO instead of what ends a connection.
	 */
	*(volatile char *)room = 0;
	return req;
}

void fuse_request_free(struct fuse_request *req)
{
	if (!req)
		return;
	munmap(req->in, FUSE_IN_SIZE + FUSE_OUT_SIZE);
	quiet_free(req);
}
