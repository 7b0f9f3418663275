/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "lib/binder/thread.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

void binder_thread_init(struct binder_thread *t, struct binder *b)
{
	memset(t, 0, sizeof(*t));
	t->binder = b;
}

void binder_thread_end(struct binder_thread *t)
{
	int32_t unused = 0;

	if (t->out_size)
		thread_talk(t, false);
	ioctl(t->binder->fd, BINDER_THREAD_EXIT, &unused);
	parcel_free(&t->kept);
	free(t->out);
	t->out = NULL;
	t->out_size = t->out_room = 0;
}

void thread_put(struct binder_thread *t, uint32_t command, const void *payload, size_t n)
{
	size_t room = t->out_room ? t->out_room : 256;
	unsigned char *out;

	while (room - t->out_size < n + sizeof(command))
		room *= 2;
	if (room != t->out_room) {
		out = realloc(t->out, room);
		if (!out) {
			t->broken = true;
			return;
		}
		t->out = out;
		t->out_room = room;
	}
	memcpy(t->out + t->out_size, &command, sizeof(command));
	if (n)
		memcpy(t->out + t->out_size + sizeof(command), payload, n);
	t->out_size += n + sizeof(command);
}

void thread_send(struct binder_thread *t, bool reply, struct binder_transaction_data *td,
		 struct parcel *p)
{
	struct binder_transaction_data_sg sg;

	td->flags |= TF_ACCEPT_FDS;
	td->data_size = p->size;
	td->offsets_size = p->n_offsets * sizeof(*p->offsets);
	td->data.ptr.buffer = (uintptr_t)p->data;
	td->data.ptr.offsets = (uintptr_t)p->offsets;
	if (!p->chunks) {
		thread_put(t, reply ? BC_REPLY : BC_TRANSACTION, td, sizeof(*td));
		return;
	}
	sg.transaction_data = *td;
	sg.buffers_size = p->extra;
	thread_put(t, reply ? BC_REPLY_SG : BC_TRANSACTION_SG, &sg, sizeof(sg));
}

/* What the driver has taken goes; after an error it may have stopped in between. */
static void sent(struct binder_thread *t, size_t n)
{
	t->out_size -= n;
	memmove(t->out, t->out + n, t->out_size);
	if (!t->out_size)
		parcel_free(&t->kept);
}

int thread_talk(struct binder_thread *t, bool wait)
{
	bool unread = t->in_at < t->in_size;
	struct binder_write_read wr = {
		.write_size = unread && wait ? 0 : t->out_size,
		.write_buffer = (uintptr_t)t->out,
		.read_size = wait && !unread ? sizeof(t->in) : 0,
		.read_buffer = (uintptr_t)t->in,
	};
	int err;

	if (t->broken)
		return -ENOMEM;
	if (!wr.write_size && !wr.read_size)
		return 0;
	err = ioctl(t->binder->fd, BINDER_WRITE_READ, &wr) < 0 ? -errno : 0;
	sent(t, wr.write_consumed);
	if (wr.read_size) {
		t->in_at = 0;
		t->in_size = wr.read_consumed;
	}
	return err;
}

int thread_next(struct binder_thread *t, uint32_t *ret, const void **payload)
{
	uint32_t command;

	while (t->in_at >= t->in_size) {
		int err = thread_talk(t, true);

		if (err == -EINTR && !__atomic_load_n(&t->binder->stop, __ATOMIC_ACQUIRE))
			continue;
		if (err)
			return err;
	}
	/* The driver writes whole commands; a size that says otherwise is no driver's. */
	memcpy(&command, t->in + t->in_at, sizeof(command));
	if (_IOC_SIZE(command) > t->in_size - t->in_at - sizeof(command))
		return -EPROTO;
	*ret = command;
	*payload = t->in + t->in_at + sizeof(command);
	t->in_at += sizeof(command) + _IOC_SIZE(command);
	return 0;
}

int binder_flush(struct binder_thread *t)
{
	return thread_talk(t, false);
}

void binder_acquire(struct binder_thread *t, uint32_t handle)
{
	thread_put(t, BC_ACQUIRE, &handle, sizeof(handle));
}

void binder_release(struct binder_thread *t, uint32_t handle)
{
	thread_put(t, BC_RELEASE, &handle, sizeof(handle));
}

void binder_watch(struct binder_thread *t, uint32_t handle, struct binder_death *d)
{
	struct binder_handle_cookie hc = {.handle = handle, .cookie = (uintptr_t)d};

	thread_put(t, BC_REQUEST_DEATH_NOTIFICATION, &hc, sizeof(hc));
}

void binder_unwatch(struct binder_thread *t, uint32_t handle, struct binder_death *d)
{
	struct binder_handle_cookie hc = {.handle = handle, .cookie = (uintptr_t)d};

	thread_put(t, BC_CLEAR_DEATH_NOTIFICATION, &hc, sizeof(hc));
}
