/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * mmap. FUSE never tells of a mapping, so what can be mapped is settled at open:
 *
 *  - passthrough (root, Linux 6.9): the kernel maps the driver's memfd itself. An update is a copy
 *    into memory, and nobody has to be told.
 *  - page cache (always there): faults come as reads, updates go out as NOTIFY_STORE.
 *
 * With passthrough a program that opened for writing can also map for writing, whatever the driver
 * says, and no seal stops it. So pages that are read-only and shared by all opens take the page
 * cache then: there such writes stay in the copy of the one who makes them. Pages of a single open
 * can be spoiled only by their own user, whom the driver does not trust anyway.
 */
#include "host/fuse/session.h"

#include <sys/ioctl.h>

static bool may_pass_through(const struct fuse_open *o, const struct host_pages *pages)
{
	const struct file *file = o->file;
	bool writes = (file->f_flags & O_ACCMODE) != O_RDONLY;
	bool own = file->private_data != o->node->entry->data;

	/* The kernel refuses the stream flags with passthrough, and without them a blocked read of
	 * a stream would hold up a write of another thread. */
	if (file->stream && file->f_op->moves_bytes && file->f_op->moves_bytes())
		return false;
	return o->session->passthrough && (!writes || pages->writable || own);
}

static int backing_open(struct fuse_session *s, int fd)
{
	struct fuse_abi_backing_map map = {.fd = fd};
	int id = ioctl(s->fd, FUSE_ABI_BACKING_OPEN, &map);

	/* The flag is offered to everyone, the right to use it only to the system's root. */
	if (id < 0 && errno == EPERM)
		s->passthrough = false;
	return id < 0 ? -errno : id;
}

/*
 * One inode has one backing for its life, and takes no other open then. A node has several opens
 * only by /proc/PID/fd.
 */
static bool use_backing(struct fuse_open *o, struct host_pages *pages, struct fuse_abi_open_out *out)
{
	struct fuse_session *s = o->session;
	struct fuse_node *node = o->node;

	quiet_lock(&s->opens_lock);
	if (!node->backed) {
		int id = backing_open(s, pages->fd);

		node->backing = id > 0 ? id : 0;
	}
	o->backed = node->backing > 0;
	node->backed += o->backed;
	quiet_unlock(&s->opens_lock);
	if (!o->backed)
		return false;
	out->open_flags |= FUSE_ABI_FOPEN_PASSTHROUGH;
	out->open_flags &= ~(u32)(FOPEN_NONSEEKABLE | FOPEN_STREAM);
	out->backing_id = node->backing;
	return true;
}

static void drop_backing(struct fuse_open *o)
{
	struct fuse_session *s = o->session;
	u32 id = (u32)o->node->backing;

	quiet_lock(&s->opens_lock);
	if (--o->node->backed == 0)
		ioctl(s->fd, FUSE_ABI_BACKING_CLOSE, &id);
	quiet_unlock(&s->opens_lock);
	o->backed = false;
}

/* The inode must be as long as the pages before the first fault looks. */
static void tell_size(struct fuse_session *s, struct fuse_node *node, size_t size)
{
	struct fuse_notify_store_out out = {.nodeid = node->id, .offset = size - 1, .size = 1};

	node->size = size;
	fuse_notify(s, FUSE_NOTIFY_STORE, &out, sizeof(out), "", 1);
}

/*
 * The open file whose write this thread serves, and what that write changed in the pages. Without
 * direct I/O the kernel holds the file's page while it waits for our answer: storing into it then
 * would be a wait for ourselves.
 */
static __thread struct fuse_open *writing;
static __thread size_t changed_from, changed_to;

static void pages_changed(struct host_pages_listener *l, size_t off, const void *bytes, size_t len)
{
	struct fuse_open *o = container_of(l, struct fuse_open, listener);
	struct fuse_notify_store_out out = {.nodeid = o->node->id, .offset = off, .size = (u32)len};

	/* What was never read is not in the cache. */
	if (!__atomic_load_n(&o->faulted, __ATOMIC_SEQ_CST))
		return;
	if (o != writing) {
		fuse_notify(o->session, FUSE_NOTIFY_STORE, &out, sizeof(out), bytes, len);
		return;
	}
	changed_from = min(changed_from, off);
	changed_to = max(changed_to, off + len);
}

void fuse_pages_write_begin(struct fuse_open *o)
{
	writing = o;
	changed_from = SIZE_MAX;
	changed_to = 0;
}

/*
 * After the answer, when the file may be closed already: drop what changed, so that it is read
 * again.
 */
void fuse_pages_write_end(struct fuse_session *s, u64 node)
{
	struct fuse_notify_inval_inode_out out = {
		.ino = node, .off = (s64)changed_from, .len = (s64)(changed_to - changed_from)};

	writing = NULL;
	if (changed_from < changed_to)
		fuse_notify(s, FUSE_NOTIFY_INVAL_INODE, &out, sizeof(out), NULL, 0);
}

static void use_cache(struct fuse_open *o, struct host_pages *pages, struct fuse_abi_open_out *out)
{
	struct fuse_session *s = o->session;

	o->pages_fd = fcntl(pages->fd, F_DUPFD_CLOEXEC, 0);
	if (o->pages_fd < 0)
		return;
	o->pages_writable = pages->writable;
	o->listener.changed = pages_changed;
	host_pages_listen(pages, &o->listener);
	tell_size(s, o->node, pages->size);
	/*
	 * Before Linux 6.6 direct I/O and shared mappings exclude each other: a seekable file then
	 * gives up the first (its reads show the pages), a stream the second.
	 */
	if (!(s->flags & FUSE_ABI_DIRECT_IO_ALLOW_MMAP) && !o->file->stream)
		out->open_flags &= ~(u32)FOPEN_DIRECT_IO;
}

void fuse_pages_open(struct fuse_open *o, struct fuse_abi_open_out *out)
{
	struct host_pages *pages = host_file_pages(o->file);

	o->pages_fd = -1;
	if (!pages)
		return;
	if (may_pass_through(o, pages) && use_backing(o, pages, out))
		return;
	use_cache(o, pages, out);
}

/* A page fault, or a read that the kernel serves from its cache: read(2) comes with its owner. */
bool fuse_pages_fault(const struct fuse_read_in *in)
{
	return !(in->read_flags & FUSE_READ_LOCKOWNER);
}

void fuse_pages_read(struct fuse_request *req, struct fuse_open *o, const struct fuse_read_in *in)
{
	long n;

	/*
	 * The kernel maps any file; one without pages shows itself unmappable at the first touch.
	 */
	if (o->pages_fd < 0) {
		fuse_reply_error(req, -ENODEV);
		return;
	}
	/* First: an update from here on is stored after the page that this answer fills. */
	__atomic_store_n(&o->faulted, true, __ATOMIC_SEQ_CST);
	n = syscall(SYS_pread64, o->pages_fd, req->out, min_t(size_t, in->size, FUSE_MAX_WRITE),
		    in->offset);
	if (n < 0)
		fuse_reply_error(req, -EIO);
	else
		fuse_reply(req, req->out, (size_t)n);
}

/* What a program wrote to its mapping comes when the kernel cleans the page. */
void fuse_pages_write(struct fuse_request *req, struct fuse_open *o, const struct fuse_write_in *in)
{
	struct fuse_write_out out = {.size = in->size};
	size_t len = req->body_len - sizeof(*in);

	if (!o->pages_writable || len < in->size ||
	    syscall(SYS_pwrite64, o->pages_fd, in + 1, in->size, in->offset) != in->size)
		fuse_reply_error(req, -EPERM);
	else
		fuse_reply(req, &out, sizeof(out));
}

void fuse_pages_release(struct fuse_open *o)
{
	if (o->backed)
		drop_backing(o);
	if (o->pages_fd < 0)
		return;
	host_pages_unlisten(&o->listener);
	close(o->pages_fd);
	o->pages_fd = -1;
}
