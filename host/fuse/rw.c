/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * read, write and lseek. The kernel holds the caller's pages for us: the driver's copies go through
 * the call's window, and where the buffer lies in the caller is not known (nor needed), so the
 * window stands at an address of our own choice.
 */
#include "host/fuse/session.h"

enum { WINDOW_ADDR = 0x10000 };

/* F_SETFL shows here first: ioctl requests do not carry the flags. */
static void update_flags(struct file *file, unsigned int flags)
{
	if (__atomic_load_n(&file->f_flags, __ATOMIC_RELAXED) != flags)
		__atomic_store_n(&file->f_flags, flags, __ATOMIC_RELAXED);
}

/*
 * A read longer than we take comes in pieces, and the kernel asks for the next piece although this
 * one brought data: a stream would block with the data in its hand. A piece that comes back
 * short ends it, so the driver of a stream never gets to fill the last page of a whole piece.
 */
static size_t piece(const struct file *file, size_t size)
{
	return file->stream && size > FUSE_MAX_WRITE - 4096 ? FUSE_MAX_WRITE - 8192 : size;
}

void fuse_op_read(struct fuse_request *req)
{
	struct fuse_read_in *in = (void *)req->body;
	struct fuse_open *o = (struct fuse_open *)(uintptr_t)in->fh;
	struct host_window *w = &req->call.window;
	size_t n, size = min_t(size_t, in->size, FUSE_MAX_WRITE);
	loff_t pos = (loff_t)in->offset;
	long ret;

	if (fuse_pages_fault(in)) {
		fuse_pages_read(req, o, in);
		return;
	}
	ret = fuse_call_begin(req, o->node, o, in->size);
	if (ret) {
		fuse_reply_error(req, (int)ret);
		return;
	}
	update_flags(o->file, in->flags);
	req->call.memory = NULL;
	*w = (struct host_window){.addr = WINDOW_ADDR, .out = req->out, .out_len = size};
	ret = host_file_read(o->file, &req->call, WINDOW_ADDR, piece(o->file, size), &pos);
	ret = fuse_call_end(req, o, ret);
	if (ret < 0) {
		fuse_reply_error(req, (int)ret);
		return;
	}
	n = min((size_t)ret, size);
	/* What a driver counts but did not write must not show an earlier request's bytes. */
	if (n > w->written)
		memset(req->out + w->written, 0, n - w->written);
	fuse_reply(req, req->out, n);
}

void fuse_op_write(struct fuse_request *req)
{
	struct fuse_write_in *in = (void *)req->body;
	struct fuse_open *o = (struct fuse_open *)(uintptr_t)in->fh;
	size_t len = req->body_len - sizeof(*in);
	loff_t pos = (loff_t)in->offset;
	struct fuse_write_out out = {0};
	long ret;

	if (in->write_flags & FUSE_WRITE_CACHE) {
		fuse_pages_write(req, o, in);
		return;
	}
	ret = fuse_call_begin(req, o->node, o, len);
	if (ret) {
		fuse_reply_error(req, (int)ret);
		return;
	}
	update_flags(o->file, in->flags);
	req->call.memory = NULL;
	req->call.window = (struct host_window){.addr = WINDOW_ADDR, .in = in + 1, .in_len = len};
	fuse_pages_write_begin(o);
	ret = host_file_write(o->file, &req->call, WINDOW_ADDR, len, &pos);
	ret = fuse_call_end(req, o, ret);
	out.size = (u32)ret;
	if (ret < 0)
		fuse_reply_error(req, (int)ret);
	else
		fuse_reply(req, &out, sizeof(out));
	fuse_pages_write_end(req->session, req->head->nodeid);
}

/* Only SEEK_DATA and SEEK_HOLE come here; the kernel does the others by itself. */
void fuse_op_lseek(struct fuse_request *req)
{
	struct fuse_lseek_in *in = (void *)req->body;
	struct fuse_open *o = (struct fuse_open *)(uintptr_t)in->fh;
	struct fuse_lseek_out out = {0};
	loff_t ret;

	ret = fuse_call_begin(req, o->node, o, in->offset);
	if (ret == 0) {
		ret = host_file_llseek(o->file, &req->call, (loff_t)in->offset, (int)in->whence);
		ret = fuse_call_end(req, o, ret);
	}
	out.offset = (u64)ret;
	if (ret < 0)
		fuse_reply_error(req, (int)ret);
	else
		fuse_reply(req, &out, sizeof(out));
}
