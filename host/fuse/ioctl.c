/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * ioctl. The kernel copies what the command's size and direction say, both ways, and fails with
 * EFAULT itself when that is not there; the copies are the call's window at the argument's address.
 * Whatever else the driver reaches (nested pointers, commands without a size) goes to the caller's
 * memory. A copy that is not written back is not shown: only the bytes up to the last written one
 * go out, also when the call fails, as in a kernel.
 */
#include "host/fuse/session.h"

/*
 * The kernel's answer is over: what would have been in it is written by us, and what comes now goes
 * where it belongs at once, so that the driver hears of an address that is none.
 */
bool fuse_ioctl_no_answer(struct fuse_request *req)
{
	struct host_window *w = &req->call.window;

	if (w->written && req->call.memory->write(&req->call, w->addr, w->out, w->written))
		return false;
	w->out = NULL;
	w->out_len = 0;
	w->written = 0;
	return true;
}

void fuse_op_ioctl(struct fuse_request *req)
{
	struct fuse_ioctl_in *in = (void *)req->body;
	struct fuse_open *o = (struct fuse_open *)(uintptr_t)in->fh;
	struct fuse_ioctl_out out = {0};
	struct host_window *w = &req->call.window;
	long ret;

	if (in->flags & FUSE_IOCTL_DIR) {
		fuse_reply_error(req, -ENOTTY);
		return;
	}
	if (fuse_ring_ioctl(req, o, in))
		return;
	ret = fuse_call_begin(req, o->node, o, in->cmd);
	if (ret) {
		fuse_reply_error(req, (int)ret);
		return;
	}
	fuse_map_look(req, o);
	*w = (struct host_window){
		.addr = in->arg,
		.in = in->in_size ? in + 1 : NULL,
		.in_len = in->in_size,
		.out = in->out_size ? req->out : NULL,
		.out_len = in->out_size,
	};
	/* What the driver leaves unwritten between two copies keeps the caller's bytes, or zero. */
	if (in->out_size)
		memset(req->out, 0, in->out_size);
	if (in->in_size)
		memcpy(req->out, in + 1, in->in_size < in->out_size ? in->in_size : in->out_size);
	ret = host_file_ioctl(o->file, &req->call, in->cmd, in->arg);
	ret = fuse_call_end(req, o, ret);
	if (req->hold) {
		fuse_fds_end(req, fuse_ioctl_no_answer(req) ? ret : -EFAULT);
		return;
	}
	out.result = (int32_t)ret;
	fuse_reply_two(req, &out, sizeof(out), req->out, w->written);
}
