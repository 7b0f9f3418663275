/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Which function answers which request, and what the session and the kernel agree on at the start.
 */
#include "host/fuse/session.h"

/* An operation: the shortest body it may have, and whether it enters the driver (and may sleep). */
struct op {
	void (*run)(struct fuse_request *req);
	size_t body;
	bool driver;
};

static const struct op ops[] = {
	[FUSE_LOOKUP] = {fuse_op_lookup, 2, false},
	[FUSE_FORGET] = {fuse_op_forget, sizeof(struct fuse_forget_in), false},
	[FUSE_BATCH_FORGET] = {fuse_op_batch_forget, sizeof(struct fuse_batch_forget_in), false},
	[FUSE_GETATTR] = {fuse_op_getattr, sizeof(struct fuse_getattr_in), false},
	[FUSE_SETATTR] = {fuse_op_setattr, sizeof(struct fuse_setattr_in), false},
	[FUSE_READLINK] = {fuse_op_readlink, 0, false},
	[FUSE_STATFS] = {fuse_op_statfs, 0, false},
	[FUSE_INTERRUPT] = {fuse_op_interrupt, sizeof(struct fuse_interrupt_in), false},
	[FUSE_UNLINK] = {fuse_op_unlink, 2, true},
	[FUSE_RENAME] = {fuse_op_rename, sizeof(struct fuse_rename_in) + 4, true},
	[FUSE_RENAME2] = {fuse_op_rename2, sizeof(struct fuse_rename2_in) + 4, true},
	[FUSE_RMDIR] = {fuse_op_refuse, 0, false},
	[FUSE_CREATE] = {fuse_op_refuse, 0, false},
	[FUSE_MKNOD] = {fuse_op_refuse, 0, false},
	[FUSE_MKDIR] = {fuse_op_refuse, 0, false},
	[FUSE_SYMLINK] = {fuse_op_refuse, 0, false},
	[FUSE_LINK] = {fuse_op_refuse, 0, false},
	[FUSE_OPENDIR] = {fuse_op_opendir, sizeof(struct fuse_open_in), false},
	[FUSE_READDIR] = {fuse_op_readdir, sizeof(struct fuse_read_in), false},
	[FUSE_RELEASEDIR] = {fuse_op_releasedir, sizeof(struct fuse_release_in), false},
	[FUSE_OPEN] = {fuse_op_open, sizeof(struct fuse_open_in), true},
	[FUSE_FLUSH] = {fuse_op_flush, sizeof(struct fuse_flush_in), true},
	[FUSE_RELEASE] = {fuse_op_release, sizeof(struct fuse_release_in), true},
	[FUSE_READ] = {fuse_op_read, sizeof(struct fuse_read_in), true},
	[FUSE_WRITE] = {fuse_op_write, sizeof(struct fuse_write_in), true},
	[FUSE_LSEEK] = {fuse_op_lseek, sizeof(struct fuse_lseek_in), true},
	[FUSE_IOCTL] = {fuse_op_ioctl, sizeof(struct fuse_ioctl_in), true},
	[FUSE_POLL] = {fuse_op_poll, sizeof(struct fuse_poll_in), true},
};

static const struct op *find_op(const struct fuse_request *req)
{
	u32 opcode = req->head->opcode;

	return opcode < ARRAY_SIZE(ops) && ops[opcode].run ? &ops[opcode] : NULL;
}

bool fuse_enters_driver(const struct fuse_request *req)
{
	const struct op *op = find_op(req);

	if (!op || !op->driver || req->body_len < op->body)
		return false;
	/* Whoever reads requests must be able to serve a client's page fault at once. */
	if (req->head->opcode == FUSE_READ)
		return !fuse_pages_fault((const void *)req->body);
	if (req->head->opcode == FUSE_WRITE)
		return !(((const struct fuse_write_in *)(const void *)req->body)->write_flags &
			 FUSE_WRITE_CACHE);
	return true;
}

void fuse_dispatch(struct fuse_request *req)
{
	const struct op *op = find_op(req);

	/*
	 * ENOSYS is remembered by the kernel, which does not ask again: extended attributes, access
	 * (it checks modes itself), locks (it keeps them itself), fsync (succeeds).
	 */
	if (!op) {
		fuse_reply_error(req, -ENOSYS);
	} else if (req->body_len < op->body) {
		fuse_reply_error(req, -EIO);
	} else {
		op->run(req);
		fuse_call_answered(req);
	}
}

static void agree(struct fuse_session *s, const struct fuse_init_in *in,
		  struct fuse_abi_init_out *out)
{
	u64 offered = in->flags, wanted;

	if (in->flags & FUSE_INIT_EXT)
		offered |= (u64)in->flags2 << 32;
	wanted = FUSE_ATOMIC_O_TRUNC | FUSE_BIG_WRITES | FUSE_MAX_PAGES | FUSE_PARALLEL_DIROPS |
		 FUSE_INIT_EXT | FUSE_ABI_DIRECT_IO_ALLOW_MMAP | FUSE_ABI_PASSTHROUGH;
	s->minor = in->minor < FUSE_ABI_MINOR ? in->minor : FUSE_ABI_MINOR;
	s->flags = offered & wanted;
	s->passthrough = s->flags & FUSE_ABI_PASSTHROUGH;
	*out = (struct fuse_abi_init_out){
		.major = FUSE_ABI_MAJOR,
		.minor = s->minor,
		.max_readahead = 0,
		.flags = (u32)s->flags,
		.flags2 = (u32)(s->flags >> 32),
		.max_background = 4096, /* a RELEASE that sleeps must not hold others up */
		.congestion_threshold = 4096,
		.max_write = FUSE_MAX_WRITE,
		.max_pages = (uint16_t)(FUSE_MAX_WRITE / sysconf(_SC_PAGESIZE)),
		.time_gran = 1,
		.max_stack_depth = s->passthrough ? 1 : 0,
	};
}

/* The first request of every mount. */
int fuse_init_handshake(struct fuse_session *s)
{
	struct fuse_request *req = fuse_request_new(s);
	struct fuse_init_in *in;
	struct fuse_abi_init_out out;
	int ret = 0;
	long n;

	if (!req)
		return -ENOMEM;
	in = (void *)req->body;
	while ((n = fuse_wire_read(s, req->in, FUSE_IN_SIZE)) < 0 &&
	       (errno == EINTR || errno == ENOENT))
		;
	if (n < 0)
		ret = -errno;
	else if (req->head->opcode != FUSE_INIT || in->major != FUSE_ABI_MAJOR ||
		 in->minor < FUSE_ABI_OLDEST)
		ret = -EPROTO;
	if (ret == 0) {
		agree(s, in, &out);
		fuse_reply(req, &out, sizeof(out));
	}
	fuse_request_free(req);
	return ret;
}
