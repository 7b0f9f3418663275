/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The calls that are inside the driver, by their request's number, so that a FUSE_INTERRUPT finds
 * the sleeper. A client with a signal waits until its call is answered, even when it is being
 * killed: an INTERRUPT that nobody acts on would leave it unkillable.
 */
#include "host/fuse/session.h"

#include <limits.h>

static unsigned int slot(u64 unique)
{
	return (unsigned int)(unique >> 1) % FUSE_HASH;
}

static int enter_table(struct fuse_session *s, struct fuse_request *req)
{
	struct fuse_request **head = &s->calls[slot(req->head->unique)];
	int ret = 0;

	quiet_lock(&s->calls_lock);
	if (s->stopping) {
		ret = -ENODEV;
	} else {
		req->counted = true;
		req->next = *head;
		*head = req;
		__atomic_fetch_add(&s->n_calls, 1, __ATOMIC_RELAXED);
	}
	quiet_unlock(&s->calls_lock);
	return ret;
}

static bool leave_table(struct fuse_session *s, struct fuse_request *req)
{
	struct fuse_request **p = &s->calls[slot(req->head->unique)];
	bool stopping;

	quiet_lock(&s->calls_lock);
	while (*p != req)
		p = &(*p)->next;
	*p = req->next;
	stopping = s->stopping;
	quiet_unlock(&s->calls_lock);
	return stopping;
}

/* Only an answered call is over: the process must not end between the two. */
void fuse_call_answered(struct fuse_request *req)
{
	struct fuse_session *s = req->session;

	if (!req->counted)
		return;
	req->counted = false;
	if (__atomic_sub_fetch(&s->n_calls, 1, __ATOMIC_SEQ_CST) == 0 && s->stopping)
		quiet_wake(&s->n_calls, INT_MAX);
}

static enum host_op filter_op(u32 opcode)
{
	switch (opcode) {
	case FUSE_OPEN:
		return HOST_OP_OPEN;
	case FUSE_RELEASE:
		return HOST_OP_RELEASE;
	case FUSE_READ:
		return HOST_OP_READ;
	case FUSE_WRITE:
		return HOST_OP_WRITE;
	case FUSE_IOCTL:
		return HOST_OP_IOCTL;
	case FUSE_POLL:
		return HOST_OP_POLL;
	case FUSE_FLUSH:
		return HOST_OP_FLUSH;
	default:
		return HOST_OP_LLSEEK;
	}
}

int fuse_call_begin(struct fuse_request *req, struct fuse_node *node, struct fuse_open *o,
		    u64 detail)
{
	int err;

	req->ahead = (struct fuse_ahead){0};
	req->call = (struct host_call){.memory = &fuse_caller_memory,
				       .descriptors = &fuse_caller_descriptors,
				       .transport = req};
	req->open = o;
	fuse_caller_fill(req, !o);
	if (o)
		quiet_after(&o->opened);
	err = enter_table(req->session, req);
	if (err)
		return err;
	req->filter = (struct host_filter_call){
		.op = filter_op(req->head->opcode), .name = node->entry->name, .detail = detail};
	err = host_filter_enter(&req->filter, &req->call);
	return err ? (int)fuse_call_end(req, o, err) : 0;
}

long fuse_call_end(struct fuse_request *req, struct fuse_open *o, long result)
{
	bool stopping = leave_table(req->session, req);

	fuse_caller_leave(req);
	host_filter_leave(&req->filter, &req->call, result);
	if (o)
		quiet_before(&o->done);
	return stopping && result == -EINTR ? -ENODEV : result;
}

/* The request came from one thread, is interrupted by another, and freed by a third: say so. */
static void interrupt_call(struct fuse_request *req)
{
	quiet_after(req);
	host_call_interrupt(&req->call);
	quiet_before(req);
}

bool fuse_call_interrupt(struct fuse_session *s, u64 unique)
{
	struct fuse_request *req;

	quiet_lock(&s->calls_lock);
	for (req = s->calls[slot(unique)]; req && req->head->unique != unique; req = req->next)
		;
	/* Under the lock: the call cannot end, and its memory go, before the interrupt is in. */
	if (req && !req->hold)
		interrupt_call(req);
	quiet_unlock(&s->calls_lock);
	return req != NULL;
}

void fuse_call_hold(struct fuse_request *req, struct fuse_hold *hold)
{
	struct fuse_open *o = req->open;

	quiet_lock(&req->session->calls_lock);
	req->hold = hold;
	quiet_unlock(&req->session->calls_lock);
	if (hold)
		__atomic_add_fetch(&o->held, 1, __ATOMIC_SEQ_CST);
	else if (__atomic_sub_fetch(&o->held, 1, __ATOMIC_SEQ_CST) == 0)
		quiet_wake(&o->held, INT_MAX);
}

/*
 * The interrupt can overtake its request, which another thread has read and not entered yet: EAGAIN
 * makes the kernel send it again for as long as the request is there.
 */
void fuse_op_interrupt(struct fuse_request *req)
{
	struct fuse_interrupt_in *in = (void *)req->body;
	struct fuse_request *queued;

	if (fuse_call_interrupt(req->session, in->unique))
		return;
	queued = fuse_pool_cancel(req->session, in->unique);
	if (queued) {
		fuse_reply_error(queued, -EINTR);
		fuse_request_free(queued);
	} else {
		fuse_reply_error(req, -EAGAIN);
	}
}

/* Refuse new calls, and interrupt those that sleep. */
void fuse_calls_interrupt(struct fuse_session *s)
{
	quiet_lock(&s->calls_lock);
	s->stopping = true;
	for (int i = 0; i < FUSE_HASH; i++) {
		for (struct fuse_request *req = s->calls[i]; req; req = req->next)
			interrupt_call(req);
	}
	quiet_unlock(&s->calls_lock);
}

static long long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

/* Interrupt the calls and wait; false when some have not come back. */
bool fuse_calls_drain(struct fuse_session *s, int timeout_ms)
{
	long long end = now_ms() + timeout_ms;
	unsigned int n;

	fuse_calls_interrupt(s);
	while ((n = __atomic_load_n(&s->n_calls, __ATOMIC_ACQUIRE)) != 0) {
		if (now_ms() >= end)
			return false;
		quiet_wait(&s->n_calls, n, 100);
	}
	return true;
}
