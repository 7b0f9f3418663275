/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Open files. close() returns before the kernel sends RELEASE, so the next open could overtake the
 * driver's release and find the device still busy, which no program expects of a device that it
 * has just closed. An open therefore waits for the releases under way, and one that the driver
 * refuses with EBUSY is tried once more when a release came in that moment.
 */
#include "host/fuse/session.h"

enum { BUSY_WAIT_MS = 20 };

static void deadline(struct timespec *ts, int ms)
{
	clock_gettime(CLOCK_REALTIME, ts);
	ts->tv_nsec += ms * 1000000L;
	ts->tv_sec += ts->tv_nsec / 1000000000;
	ts->tv_nsec %= 1000000000;
}

/* Wait until no release is under way; the count of those that ended. */
static unsigned int settle(struct fuse_session *s)
{
	unsigned int seen;

	pthread_mutex_lock(&s->opens_lock);
	while (s->releasing && !s->stopping)
		pthread_cond_wait(&s->released, &s->opens_lock);
	seen = s->releases;
	pthread_mutex_unlock(&s->opens_lock);
	return seen;
}

static bool release_came(struct fuse_session *s, unsigned int seen)
{
	struct timespec end;
	int err = 0;
	bool came;

	deadline(&end, BUSY_WAIT_MS);
	pthread_mutex_lock(&s->opens_lock);
	while (s->releases == seen && !err)
		err = pthread_cond_timedwait(&s->released, &s->opens_lock, &end);
	came = s->releases != seen;
	pthread_mutex_unlock(&s->opens_lock);
	return came;
}

static int open_file(struct fuse_request *req, struct fuse_node *node, u32 flags, struct file **ret)
{
	struct fuse_session *s = req->session;
	unsigned int seen = settle(s);
	int err = fuse_call_begin(req, node, NULL, flags);

	if (err)
		return err;
	err = host_file_open(node->entry, flags & ~(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC), &req->call, ret);
	if (err == -EBUSY && release_came(s, seen))
		err = host_file_open(node->entry, flags & ~(O_CREAT | O_EXCL | O_NOCTTY | O_TRUNC),
				     &req->call, ret);
	return (int)fuse_call_end(req, NULL, err);
}

static void link_open(struct fuse_session *s, struct fuse_open *o)
{
	pthread_mutex_lock(&s->opens_lock);
	o->next = s->opens;
	o->link = &s->opens;
	if (o->next)
		o->next->link = &o->next;
	s->opens = o;
	o->node->open = o;
	pthread_mutex_unlock(&s->opens_lock);
}

void fuse_op_open(struct fuse_request *req)
{
	struct fuse_open_in *in = (void *)req->body;
	struct fuse_session *s = req->session;
	struct fuse_node *node = fuse_node_find(s, req->head->nodeid);
	struct fuse_open *o = calloc(1, sizeof(*o));
	struct fuse_abi_open_out out = {.fh = (uintptr_t)o, .open_flags = FOPEN_DIRECT_IO};
	int err = !node || !node->entry->fops ? -ENXIO : !o ? -ENOMEM : 0;

	if (!err)
		err = open_file(req, node, in->flags, &o->file);
	if (err) {
		free(o);
		fuse_reply_error(req, err);
		return;
	}
	o->session = s;
	o->node = node;
	fuse_poll_init(o);
	if (o->file->stream)
		out.open_flags |= FOPEN_NONSEEKABLE | FOPEN_STREAM;
	fuse_pages_open(o, &out);
	link_open(s, o);
	__atomic_store_n(&o->opened, 1, __ATOMIC_RELEASE);
	fuse_reply(req, &out, sizeof(out));
}

void fuse_op_flush(struct fuse_request *req)
{
	struct fuse_flush_in *in = (void *)req->body;
	struct fuse_open *o = (struct fuse_open *)(uintptr_t)in->fh;
	long err = fuse_call_begin(req, o->node, o, 0);

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

	pthread_mutex_lock(&s->opens_lock);
	file = o->file;
	o->file = NULL;
	s->releasing += file != NULL;
	pthread_mutex_unlock(&s->opens_lock);
	return file;
}

static void release_file(struct fuse_session *s, struct fuse_open *o, struct host_call *call)
{
	struct file *file = take_file(s, o);

	if (!file)
		return;
	(void)__atomic_load_n(&o->done, __ATOMIC_ACQUIRE);
	fuse_poll_end(o);
	fuse_pages_release(o);
	host_file_release(file, call);
	pthread_mutex_lock(&s->opens_lock);
	s->releasing--;
	s->releases++;
	pthread_cond_broadcast(&s->released);
	pthread_mutex_unlock(&s->opens_lock);
}

void fuse_op_release(struct fuse_request *req)
{
	struct fuse_release_in *in = (void *)req->body;
	struct fuse_session *s = req->session;
	struct fuse_open *o = (struct fuse_open *)(uintptr_t)in->fh;

	fuse_call_begin(req, o->node, o, 0);
	release_file(s, o, &req->call);
	fuse_call_end(req, NULL, 0);
	pthread_mutex_lock(&s->opens_lock);
	*o->link = o->next;
	if (o->next)
		o->next->link = o->link;
	if (o->node->open == o)
		o->node->open = NULL;
	pthread_mutex_unlock(&s->opens_lock);
	free(o);
	fuse_reply_error(req, 0);
}

/*
 * The end of a session whose clients still hold files: every driver sees its release. No call is
 * inside the driver any more and none can begin; the clients' own RELEASE finds nothing left to do.
 */
void fuse_opens_release_all(struct fuse_session *s)
{
	struct host_call call;

	host_call_init(&call);
	for (;;) {
		struct fuse_open *o;

		pthread_mutex_lock(&s->opens_lock);
		for (o = s->opens; o && !o->file; o = o->next)
			;
		pthread_mutex_unlock(&s->opens_lock);
		if (!o)
			return;
		release_file(s, o, &call);
	}
}
