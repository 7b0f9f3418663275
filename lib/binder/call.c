/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "lib/binder/thread.h"

#include <errno.h>
#include <string.h>

struct parcel_reader thread_reader(struct binder *b, const struct binder_transaction_data *td)
{
	return (struct parcel_reader){
		.data = (const unsigned char *)(uintptr_t)td->data.ptr.buffer,
		.size = td->data_size,
		.offsets = (const binder_size_t *)(uintptr_t)td->data.ptr.offsets,
		.n_offsets = td->offsets_size / sizeof(binder_size_t),
		.base = (uintptr_t)b->map,
		.end = (uintptr_t)b->map + b->map_size,
	};
}

static void free_buffer(struct binder_thread *t, uintptr_t buffer)
{
	binder_uintptr_t b = buffer;

	thread_put(t, BC_FREE_BUFFER, &b, sizeof(b));
}

static int take_reply(struct binder_thread *t, const void *payload, struct binder_reply *reply)
{
	struct binder_transaction_data td;
	int status = 0;

	memcpy(&td, payload, sizeof(td));
	*reply = (struct binder_reply){.thread = t,
				       .data = thread_reader(t->binder, &td),
				       .buffer = (uintptr_t)td.data.ptr.buffer};
	if (td.flags & TF_STATUS_CODE) {
		status = parcel_read_i32(&reply->data);
		binder_reply_free(reply);
		return status < 0 ? status : -EBADMSG;
	}
	return 0;
}

/*
 * What BR_TRANSACTION_COMPLETE, or an error in its place, is about: replies of ours come first,
 * since the driver answers in order. A failed reply is the caller's to notice, not ours.
 */
static bool about_a_reply(struct binder_thread *t)
{
	if (!t->unconfirmed)
		return false;
	t->unconfirmed--;
	return true;
}

/* Commands until the call is through: its reply, or for a oneway call (@reply NULL) its acceptance. */
static int finish(struct binder_thread *t, struct binder_reply *reply)
{
	const void *payload;
	uint32_t command;
	int err;

	for (;;) {
		err = thread_next(t, &command, &payload);
		if (err)
			return err;
		switch (command) {
		case BR_TRANSACTION_COMPLETE:
		case BR_ONEWAY_SPAM_SUSPECT:
			if (!about_a_reply(t) && !reply)
				return 0;
			break;
		case BR_DEAD_REPLY:
			if (!about_a_reply(t))
				return -EPIPE;
			break;
		case BR_FAILED_REPLY:
			if (!about_a_reply(t))
				return -EREMOTEIO;
			break;
		case BR_FROZEN_REPLY:
			return -EAGAIN;
		case BR_REPLY:
			if (!reply)
				return -EPROTO;
			return take_reply(t, payload, reply);
		default:
			err = thread_serve(t, command, payload);
			if (err)
				return err;
		}
	}
}

static int call(struct binder_thread *t, uint32_t handle, uint32_t code, struct parcel *data,
		struct binder_reply *reply)
{
	struct binder_transaction_data td = {
		.target.handle = handle, .code = code, .flags = reply ? 0 : TF_ONE_WAY};
	int err;

	if (data->broken)
		return -ENOMEM;
	thread_send(t, false, &td, data);
	err = finish(t, reply);
	/* What was not taken points to @data, which the caller may free now. */
	if (err && t->out_size)
		t->out_size = 0;
	return err;
}

int binder_call(struct binder_thread *t, uint32_t handle, uint32_t code, struct parcel *data,
		struct binder_reply *reply)
{
	return call(t, handle, code, data, reply);
}

int binder_call_oneway(struct binder_thread *t, uint32_t handle, uint32_t code, struct parcel *data)
{
	return call(t, handle, code, data, NULL);
}

void binder_reply_free(struct binder_reply *reply)
{
	free_buffer(reply->thread, reply->buffer);
}

/* ---- serving ---- */

/* The reply goes out with the next wait, and its memory stays until then. */
static int send_reply(struct binder_thread *t, int status, struct parcel *p)
{
	struct binder_transaction_data td = {0};
	int err = t->kept.size ? thread_talk(t, false) : 0;

	if (p->broken)
		status = -ENOMEM;
	if (status) {
		parcel_free(p);
		parcel_i32(p, status);
		td.flags = TF_STATUS_CODE;
	}
	t->unconfirmed++;
	thread_send(t, true, &td, p);
	t->kept = *p;
	*p = (struct parcel){0};
	return err;
}

static int serve_call(struct binder_thread *t, const struct binder_transaction_data *td)
{
	struct binder_object *o = (struct binder_object *)(uintptr_t)td->cookie;
	struct binder_request req = {.thread = t,
				     .code = td->code,
				     .oneway = td->flags & TF_ONE_WAY,
				     .sender = td->sender_pid,
				     .uid = td->sender_euid,
				     .data = thread_reader(t->binder, td)};
	struct parcel reply = {0};
	int status, err = 0;

	status = o->call(o, &req, &reply);
	free_buffer(t, (uintptr_t)td->data.ptr.buffer);
	if (!req.oneway)
		err = send_reply(t, status, &reply);
	parcel_free(&reply);
	return err;
}

/* References that others take and drop; the driver waits for the answers to the first two. */
static void serve_reference(struct binder_thread *t, uint32_t command, const void *payload)
{
	struct binder_ptr_cookie pc;
	struct binder_object *o;

	memcpy(&pc, payload, sizeof(pc));
	o = (struct binder_object *)(uintptr_t)pc.cookie;
	switch (command) {
	case BR_INCREFS:
		__atomic_fetch_add(&o->weak, 1, __ATOMIC_RELAXED);
		thread_put(t, BC_INCREFS_DONE, &pc, sizeof(pc));
		return;
	case BR_ACQUIRE:
		__atomic_fetch_add(&o->strong, 1, __ATOMIC_RELAXED);
		thread_put(t, BC_ACQUIRE_DONE, &pc, sizeof(pc));
		return;
	case BR_RELEASE:
		__atomic_fetch_sub(&o->strong, 1, __ATOMIC_RELAXED);
		return;
	default:
		if (__atomic_sub_fetch(&o->weak, 1, __ATOMIC_ACQ_REL) == 0 && o->unused)
			o->unused(o);
	}
}

static void serve_death(struct binder_thread *t, uint32_t command, const void *payload)
{
	binder_uintptr_t cookie;
	struct binder_death *d;

	memcpy(&cookie, payload, sizeof(cookie));
	d = (struct binder_death *)(uintptr_t)cookie;
	if (command == BR_DEAD_BINDER) {
		thread_put(t, BC_DEAD_BINDER_DONE, &cookie, sizeof(cookie));
		d->dead(d, t);
	} else if (d->cleared) {
		d->cleared(d, t);
	}
}

int thread_serve(struct binder_thread *t, uint32_t command, const void *payload)
{
	struct binder_transaction_data td;
	int32_t error;

	switch (command) {
	case BR_NOOP:
	case BR_OK:
		return 0;
	case BR_TRANSACTION_COMPLETE:
	case BR_ONEWAY_SPAM_SUSPECT:
	case BR_DEAD_REPLY:
	case BR_FAILED_REPLY:
		about_a_reply(t);
		return 0;
	case BR_TRANSACTION:
	case BR_TRANSACTION_SEC_CTX:
		/* The second begins like the first. */
		memcpy(&td, payload, sizeof(td));
		return serve_call(t, &td);
	case BR_INCREFS:
	case BR_ACQUIRE:
	case BR_RELEASE:
	case BR_DECREFS:
		serve_reference(t, command, payload);
		return 0;
	case BR_DEAD_BINDER:
	case BR_CLEAR_DEATH_NOTIFICATION_DONE:
		serve_death(t, command, payload);
		return 0;
	case BR_SPAWN_LOOPER:
		if (t->binder->spawn)
			t->binder->spawn(t->binder);
		return 0;
	case BR_ERROR:
		memcpy(&error, payload, sizeof(error));
		return error < 0 ? error : -EPROTO;
	default:
		return -EPROTO;
	}
}

int binder_loop(struct binder_thread *t, bool invited)
{
	const void *payload;
	uint32_t command;
	int err = 0;

	thread_put(t, invited ? BC_REGISTER_LOOPER : BC_ENTER_LOOPER, NULL, 0);
	while (!err && !__atomic_load_n(&t->binder->stop, __ATOMIC_ACQUIRE)) {
		err = thread_next(t, &command, &payload);
		if (!err)
			err = thread_serve(t, command, payload);
	}
	thread_put(t, BC_EXIT_LOOPER, NULL, 0);
	return err == -EINTR ? 0 : err;
}
