/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * poll, select and epoll. The kernel asks for the mask and says whether somebody waits; then a
 * wake-up in the driver sends NOTIFY_POLL, the waiters look again, and that asks for the next one.
 */
#include "host/fuse/session.h"

/* In the driver's waker, perhaps under its spinlock: one write that does not sleep. */
static void wake_pollers(struct host_poller *poller)
{
	struct fuse_open *o = poller->transport;
	struct fuse_notify_poll_wakeup_out out = {
		.kh = __atomic_load_n(&o->poll_handle, __ATOMIC_RELAXED),
	};

	fuse_notify(o->session, FUSE_NOTIFY_POLL, &out, sizeof(out), NULL, 0);
}

void fuse_poll_init(struct fuse_open *o)
{
	o->poller = (struct host_poller){.notify = wake_pollers, .transport = o};
}

void fuse_poll_end(struct fuse_open *o)
{
	host_poller_cancel(&o->poller);
}

void fuse_op_poll(struct fuse_request *req)
{
	struct fuse_poll_in *in = (void *)req->body;
	struct fuse_open *o = (struct fuse_open *)(uintptr_t)in->fh;
	bool waits = in->flags & FUSE_POLL_SCHEDULE_NOTIFY;
	struct fuse_poll_out out = {0};

	if (fuse_call_begin(req, o->node, o, in->events)) {
		out.revents = EPOLLERR | EPOLLHUP;
	} else {
		__atomic_store_n(&o->poll_handle, in->kh, __ATOMIC_RELAXED);
		/* The file has one poller; two threads may poll at once. */
		quiet_lock(&o->poll_lock);
		quiet_after(&o->poll_lock);
		out.revents = host_file_poll(o->file, &req->call, waits ? &o->poller : NULL);
		quiet_before(&o->poll_lock);
		quiet_unlock(&o->poll_lock);
		fuse_call_end(req, o, 0);
	}
	fuse_reply(req, &out, sizeof(out));
}
