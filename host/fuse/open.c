/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Open files. close() returns when the kernel has sent RELEASE, not when the driver's release has run:
 * the next open could find the device still busy, which no program expects of a device that it has
 * just closed. An open therefore waits for the releases of the same name that were sent before it.
 * One may have been read by a thread that has not run since: after a close, which FLUSH tells of, the
 * open sees to it that all threads have said what they have read.
 *
 * A program's exit sends RELEASE when it likes (since Linux 6.3). So an open that the driver refuses
 * with EBUSY waits a moment, and is tried once more when a release came then.
 */
#include "host/fuse/session.h"

#include <limits.h>

enum { LOOK_MS = 20, BUSY_WAIT_MS = 20 };

/* Without a lock, and before anybody can see an open that was sent later. */
void fuse_open_announce(const struct fuse_request *req)
{
	const struct fuse_release_in *in = (const void *)req->body;
	struct fuse_open *o;

	if (req->head->opcode != FUSE_RELEASE || req->body_len < sizeof(*in))
		return;
	o = (struct fuse_open *)(uintptr_t)in->fh;
	if (!__atomic_exchange_n(&o->releasing, true, __ATOMIC_ACQ_REL))
		__atomic_add_fetch(&req->session->releasing, 1, __ATOMIC_ACQ_REL);
}

static bool is_flushed(struct fuse_session *s, const struct host_entry *entry)
{
	struct fuse_open *o;

	quiet_lock(&s->opens_lock);
	for (o = s->flushed ? s->opens : NULL; o; o = o->next) {
		if (o->flushed && o->node->entry == entry)
			break;
	}
	quiet_unlock(&s->opens_lock);
	return o != NULL;
}

/* The kernel does not know of all calls: one that is under way comes before the release. */
static bool is_leaving(struct fuse_open *o)
{
	return __atomic_load_n(&o->releasing, __ATOMIC_ACQUIRE) &&
	       !__atomic_load_n(&o->held, __ATOMIC_RELAXED) &&
	       !__atomic_load_n(&o->ring_calls, __ATOMIC_RELAXED);
}

static bool being_released(struct fuse_session *s, const struct host_entry *entry)
{
	struct fuse_open *o = NULL;

	if (__atomic_load_n(&s->releasing, __ATOMIC_ACQUIRE))
		o = s->opens;
	for (; o; o = o->next) {
		if (o->node->entry == entry && is_leaving(o))
			return true;
	}
	return false;
}

/* Wait until no release of @entry is under way; the count of all that ended. */
static unsigned int settle(struct fuse_session *s, const struct host_entry *entry,
			   const struct host_call *call)
{
	unsigned int seen;
	bool wait;

	if (is_flushed(s, entry))
		fuse_pool_catch_up(s);
	for (;;) {
		quiet_lock(&s->opens_lock);
		seen = s->releases;
		wait = being_released(s, entry);
		quiet_unlock(&s->opens_lock);
		if (!wait || __atomic_load_n(&call->interrupted, __ATOMIC_RELAXED))
			return seen;
		quiet_wait(&s->releases, seen, LOOK_MS);
	}
}

static bool release_came(struct fuse_session *s, unsigned int seen)
{
	quiet_wait(&s->releases, seen, BUSY_WAIT_MS);
	return __atomic_load_n(&s->releases, __ATOMIC_ACQUIRE) != seen;
}

/* What stat shows of a seekable file. */
static u64 size_of(struct file *file, struct host_call *call)
{
	loff_t end = file->stream ? 0 : host_file_llseek(file, call, 0, SEEK_END);

	return end > 0 ? (u64)end : 0;
}

static int open_file(struct fuse_request *req, struct fuse_node *node, u32 flags, struct file **ret)
{
	int err = fuse_call_begin(req, node, NULL, flags);
	unsigned int seen;

	if (err)
		return err;
	seen = settle(req->session, node->entry, &req->call);
	flags &= ~(u32)(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC);
	err = host_file_open(node->entry, flags, &req->call, ret);
	if (err == -EBUSY && release_came(req->session, seen))
		err = host_file_open(node->entry, flags, &req->call, ret);
	if (!err)
		node->size = size_of(*ret, &req->call);
	err = (int)fuse_call_end(req, NULL, err);
	return err;
}

static void link_open(struct fuse_session *s, struct fuse_open *o)
{
	quiet_lock(&s->opens_lock);
	o->next = s->opens;
	o->link = &s->opens;
	if (o->next)
		o->next->link = &o->next;
	s->opens = o;
	quiet_unlock(&s->opens_lock);
}

/* The size that LOOKUP told was not known then. */
static void forget_attr(struct fuse_session *s, struct fuse_node *node)
{
	struct fuse_notify_inval_inode_out out = {.ino = node->id, .off = -1};

	fuse_notify(s, FUSE_NOTIFY_INVAL_INODE, &out, sizeof(out), NULL, 0);
}

void fuse_op_open(struct fuse_request *req)
{
	struct fuse_open_in *in = (void *)req->body;
	struct fuse_session *s = req->session;
	struct fuse_node *node = fuse_node_hold(s, req->head->nodeid);
	struct fuse_open *o = quiet_new(sizeof(*o));
	struct fuse_abi_open_out out = {.fh = (uintptr_t)o, .open_flags = FOPEN_DIRECT_IO};
	int err = !node || !node->entry->fops ? -ENXIO : !o ? -ENOMEM : 0;

	if (!err)
		err = open_file(req, node, in->flags, &o->file);
	if (err) {
		if (node)
			fuse_node_put(s, node);
		quiet_free(o);
		fuse_reply_error(req, err);
		return;
	}
	o->session = s;
	o->node = node;
	fuse_poll_init(o);
	if (o->file->stream)
		out.open_flags |= FOPEN_NONSEEKABLE | FOPEN_STREAM;
	fuse_pages_open(o, &out);
	if (node->size)
		forget_attr(s, node);
	link_open(s, o);
	quiet_before(&o->opened);
	fuse_reply(req, &out, sizeof(out));
}

static void note_flush(struct fuse_session *s, struct fuse_open *o)
{
	quiet_lock(&s->opens_lock);
	s->flushed += !o->flushed;
	o->flushed = true;
	quiet_unlock(&s->opens_lock);
}

void fuse_op_flush(struct fuse_request *req)
{
	struct fuse_flush_in *in = (void *)req->body;
	struct fuse_open *o = (struct fuse_open *)(uintptr_t)in->fh;
	long err;

	note_flush(req->session, o);
	err = fuse_call_begin(req, o->node, o, 0);
	fuse_ring_flush(o);
	if (!err) {
		err = host_file_flush(o->file, &req->call);
		err = fuse_call_end(req, o, err);
	}
	fuse_reply_error(req, (int)err);
}

/* Take the file out of @o, once: the client's RELEASE and our own end may both come for it. */
static struct file *take_file(struct fuse_session *s, struct fuse_open *o)
{
	struct file *file;

	quiet_lock(&s->opens_lock);
	file = o->file;
	o->file = NULL;
	if (file && !__atomic_exchange_n(&o->releasing, true, __ATOMIC_ACQ_REL))
		__atomic_add_fetch(&s->releasing, 1, __ATOMIC_ACQ_REL);
	quiet_unlock(&s->opens_lock);
	return file;
}

/* The release is over, or does not take place now. */
static void end_release(struct fuse_session *s, struct fuse_open *o)
{
	quiet_lock(&s->opens_lock);
	if (__atomic_exchange_n(&o->releasing, false, __ATOMIC_ACQ_REL))
		__atomic_sub_fetch(&s->releasing, 1, __ATOMIC_ACQ_REL);
	s->flushed -= o->flushed;
	o->flushed = false;
	__atomic_add_fetch(&s->releases, 1, __ATOMIC_RELEASE);
	quiet_unlock(&s->opens_lock);
	quiet_wake(&s->releases, INT_MAX);
}

static void release_file(struct fuse_session *s, struct fuse_open *o, struct host_call *call)
{
	struct file *file;

	fuse_ring_release(o);
	file = take_file(s, o);
	if (!file)
		return;
	quiet_after(&o->opened);
	quiet_after(&o->done);
	fuse_poll_end(o);
	fuse_pages_release(o);
	host_file_release(file, call);
	end_release(s, o);
}

/* The kernel takes the calls of callers that are held for answered. */
static void wait_for_held(struct fuse_open *o)
{
	unsigned int n;

	while ((n = __atomic_load_n(&o->held, __ATOMIC_SEQ_CST)) != 0)
		quiet_wait(&o->held, n, -1);
}

void fuse_op_release(struct fuse_request *req)
{
	struct fuse_release_in *in = (void *)req->body;
	struct fuse_session *s = req->session;
	struct fuse_open *o = (struct fuse_open *)(uintptr_t)in->fh;

	wait_for_held(o);
	/* While the session stops, fuse_opens_release_all does it. */
	if (fuse_call_begin(req, o->node, o, 0)) {
		end_release(s, o);
		fuse_reply_error(req, 0);
		return;
	}
	release_file(s, o, &req->call);
	fuse_call_end(req, NULL, 0);
	quiet_lock(&s->opens_lock);
	*o->link = o->next;
	if (o->next)
		o->next->link = o->link;
	quiet_unlock(&s->opens_lock);
	fuse_node_put(s, o->node);
	quiet_free(o);
	fuse_reply_error(req, 0);
}

/*
 * The end of a session whose clients still hold files: every driver sees its release. No call is
 * inside the driver any more and none can begin, the clients' own RELEASE neither.
 */
void fuse_opens_release_all(struct fuse_session *s)
{
	struct host_filter_call filter = {.op = HOST_OP_RELEASE};
	struct host_call call;

	host_call_init(&call);
	for (;;) {
		struct fuse_open *o;

		quiet_lock(&s->opens_lock);
		for (o = s->opens; o && !o->file; o = o->next)
			;
		quiet_unlock(&s->opens_lock);
		if (!o)
			return;
		filter.name = o->node->entry->name;
		host_filter_enter(&filter, &call);
		release_file(s, o, &call);
		host_filter_leave(&filter, &call, 0);
	}
}

/* After the kernel has forgotten the mount, and all files of it were released. */
void fuse_opens_free(struct fuse_session *s)
{
	while (s->opens) {
		struct fuse_open *o = s->opens;

		s->opens = o->next;
		fuse_node_put(s, o->node);
		quiet_free(o);
	}
}
