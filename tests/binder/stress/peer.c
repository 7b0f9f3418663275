/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* One process of the stress: what its threads do, and what they make of what comes. */
#define _GNU_SOURCE
#include "stress.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

enum { ROOM = 16 << 10 };

struct thread {
	uint32_t me;
	uint64_t rng;
	uint8_t out[1024];
	size_t n_out;
	uint32_t seq; /* of its last one-way message */
	/* Of the call that it waits for: how it has ended, and the sum that the reply must have. */
	uint32_t result, want_sum;
};

static int fd;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static uint32_t handles[HANDLES];
/* The last one-way message of a thread to a node. Who falls on the same place is forgotten. */
static struct {
	uint32_t from, seq;
	uint64_t node;
} last[64];

/* ---- commands ---- */

static void put(struct thread *t, const void *p, size_t n)
{
	memcpy(t->out + t->n_out, p, n);
	t->n_out += n;
}

static void put_u32(struct thread *t, uint32_t cmd, uint32_t value)
{
	put(t, &cmd, 4);
	put(t, &value, 4);
}

static void put_u64(struct thread *t, uint32_t cmd, uint64_t value)
{
	put(t, &cmd, 4);
	put(t, &value, 8);
}

static void put_handle(struct thread *t, uint32_t cmd, uint32_t handle, uint64_t cookie)
{
	put_u32(t, cmd, handle);
	put(t, &cookie, 8);
}

static void write_out(struct thread *t)
{
	struct binder_write_read bwr = {.write_size = t->n_out, .write_buffer = (uintptr_t)t->out};

	/* An error that waits to be read stops the writing: the read comes next, and the rest after
	 * it. */
	while (bwr.write_consumed < bwr.write_size) {
		uint64_t before = bwr.write_consumed;

		if (ioctl(fd, BINDER_WRITE_READ, &bwr) != 0 && errno != EINTR)
			break;
		if (bwr.write_consumed == before)
			break;
	}
	t->n_out = 0;
}

static void fill(struct message *m, struct thread *t, uint32_t kind, uint32_t size)
{
	*m = (struct message){.magic = MAGIC,
			      .kind = kind,
			      .from = t->me,
			      .size = size,
			      .sum = draw(&t->rng, 1u << 31)};
	m->seq = kind == KIND_ONEWAY ? ++t->seq : 0;
	for (size_t i = 0; i + sizeof(*m) < size; i++)
		m->fill[i] = (uint8_t)(m->sum + i);
}

static bool is_good(const struct message *m, size_t size)
{
	if (size < sizeof(*m) || m->magic != MAGIC || m->kind >= KINDS || m->size > size ||
	    m->size < sizeof(*m))
		return false;
	for (size_t i = 0; i + sizeof(*m) < m->size; i++)
		if (m->fill[i] != (uint8_t)(m->sum + i))
			return false;
	return true;
}

/* A message of at most @most bytes, with an object when there is one, as command @cmd. */
static void put_message(struct thread *t, uint32_t cmd, uint32_t target, uint32_t kind,
			uint32_t flags, const void *object, uint32_t sum)
{
	static __thread uint64_t data[ROOM / 8], offsets[1];
	struct message *m = (struct message *)data;
	uint32_t size = draw(&t->rng, 8) ? 24 + draw(&t->rng, 200) : 24 + draw(&t->rng, ROOM - 128);
	struct binder_transaction_data tr = {.target.handle = target,
					     .code = kind,
					     .flags = flags,
					     .data.ptr = {(uintptr_t)data, (uintptr_t)offsets}};

	fill(m, t, kind, size);
	if (sum) {
		m->sum = sum;
		for (size_t i = 0; i + sizeof(*m) < size; i++)
			m->fill[i] = (uint8_t)(sum + i);
	}
	t->want_sum = m->sum + 1;
	tr.data_size = size;
	if (object) {
		offsets[0] = (size + 7) & ~7u;
		memcpy((uint8_t *)data + offsets[0], object, sizeof(struct flat_binder_object));
		tr.data_size = offsets[0] + sizeof(struct flat_binder_object);
		tr.offsets_size = 8;
	}
	put(t, &cmd, 4);
	put(t, &tr, sizeof(tr));
}

/* ---- what comes ---- */

static void pump(struct thread *t);

/* Call, and serve what comes meanwhile; that may call, too. Return: the command that ended the
 * call. */
static uint32_t call(struct thread *t, uint32_t target, uint32_t kind, uint32_t flags,
		     const void *object)
{
	uint32_t outer = t->want_sum, want, result;

	put_message(t, BC_TRANSACTION, target, kind, flags, object, 0);
	want = t->want_sum;
	write_out(t);
	t->result = 0;
	while (!t->result) {
		t->want_sum = want;
		pump(t);
	}
	result = t->result;
	t->result = 0;
	t->want_sum = outer;
	return result;
}

static const struct flat_binder_object *object_of(const struct binder_transaction_data *tr)
{
	const uint64_t *offsets = (const uint64_t *)(uintptr_t)tr->data.ptr.offsets;

	if (tr->offsets_size < 8)
		return NULL;
	return (const struct flat_binder_object *)((uintptr_t)tr->data.ptr.buffer + offsets[0]);
}

/* Keep a handle that came: in any place, whose last one is let go. */
static void keep(struct thread *t, uint32_t handle)
{
	uint32_t old;

	put_u32(t, BC_ACQUIRE, handle);
	if (draw(&t->rng, 2))
		put_handle(t, BC_REQUEST_DEATH_NOTIFICATION, handle, handle);
	pthread_mutex_lock(&lock);
	uint32_t *place = &handles[draw(&t->rng, HANDLES)];

	old = *place;
	*place = handle;
	pthread_mutex_unlock(&lock);
	if (old && draw(&t->rng, 2))
		put_handle(t, BC_CLEAR_DEATH_NOTIFICATION, old, old);
	if (old)
		put_u32(t, BC_RELEASE, old);
}

static uint32_t any_handle(struct thread *t)
{
	uint32_t h;

	pthread_mutex_lock(&lock);
	h = handles[draw(&t->rng, HANDLES)];
	pthread_mutex_unlock(&lock);
	return h;
}

static void check_order(const struct message *m, uint64_t node)
{
	unsigned int place = ((m->from ^ (uint32_t)node) * 2654435761u) >> 26;

	pthread_mutex_lock(&lock);
	if (last[place].from == m->from && last[place].node == node && last[place].seq >= m->seq)
		wrong("one-way message %u of %x came after %u", m->seq, m->from, last[place].seq);
	last[place].from = m->from;
	last[place].node = node;
	last[place].seq = m->seq;
	pthread_mutex_unlock(&lock);
}

static void take_fd(const struct flat_binder_object *o)
{
	uint32_t word = 0;

	if (read((int)o->handle, &word, 4) != 4 || word != MAGIC)
		wrong("a descriptor came that gives %x: %s", word, strerror(errno));
	close((int)o->handle);
	atomic_fetch_add(&shared->fds, 1);
}

static void serve(struct thread *t, const struct binder_transaction_data *tr)
{
	const struct message *m = (const struct message *)(uintptr_t)tr->data.ptr.buffer;
	const struct flat_binder_object *o = object_of(tr);
	struct flat_binder_object found = {.hdr.type = BINDER_TYPE_HANDLE};
	uint32_t sum = m->sum, kind = m->kind, handle = o ? o->handle : 0;

	if (!is_good(m, tr->data_size))
		wrong("%x: a transaction of %llu bytes is not what was sent", t->me, tr->data_size);
	if (kind == KIND_ONEWAY)
		check_order(m, tr->target.ptr);
	if (kind == KIND_FD && o)
		take_fd(o);
	if (kind == KIND_REGISTER && o && o->hdr.type == BINDER_TYPE_HANDLE)
		keep(t, handle);
	if (kind == KIND_CALLBACK && o)
		put_u32(t, BC_ACQUIRE, handle);
	put_u64(t, BC_FREE_BUFFER, tr->data.ptr.buffer);
	atomic_fetch_add(&shared->progress, 1);
	if (tr->flags & TF_ONE_WAY) {
		write_out(t);
		return;
	}
	if (kind == KIND_CALLBACK && o) {
		write_out(t);
		call(t, handle, KIND_ECHO, 0, NULL);
		atomic_fetch_add(&shared->nested, 1);
		put_u32(t, BC_RELEASE, handle);
	}
	found.handle = kind == KIND_LOOKUP ? any_handle(t) : 0;
	put_message(t, BC_REPLY, 0, kind, TF_ACCEPT_FDS, found.handle ? &found : NULL, sum + 1);
	write_out(t);
}

static void take_reply(struct thread *t, const struct binder_transaction_data *tr)
{
	const struct message *m = (const struct message *)(uintptr_t)tr->data.ptr.buffer;
	const struct flat_binder_object *o = object_of(tr);

	if (!is_good(m, tr->data_size) || m->sum != t->want_sum)
		wrong("%x: a reply of %llu bytes is not the answer: sum %x, wanted %x", t->me,
		      tr->data_size, m->sum, t->want_sum);
	if (o && o->hdr.type == BINDER_TYPE_HANDLE)
		keep(t, o->handle);
	put_u64(t, BC_FREE_BUFFER, tr->data.ptr.buffer);
	write_out(t);
	atomic_fetch_add(&shared->progress, 1);
}

static void take_node(struct thread *t, uint32_t cmd, const struct binder_ptr_cookie *node)
{
	uint32_t answer = cmd == BR_INCREFS ? BC_INCREFS_DONE : BC_ACQUIRE_DONE;

	if (node->cookie != node->ptr + 1)
		wrong("node %llx has the cookie %llx", node->ptr, node->cookie);
	if (cmd != BR_INCREFS && cmd != BR_ACQUIRE)
		return;
	put(t, &answer, 4);
	put(t, node, sizeof(*node));
}

static void take(struct thread *t, uint32_t cmd, const uint8_t *payload)
{
	struct binder_transaction_data tr;
	struct binder_ptr_cookie node;
	uint64_t cookie;

	switch (cmd) {
	case BR_TRANSACTION:
		memcpy(&tr, payload, sizeof(tr));
		serve(t, &tr);
		break;
	case BR_REPLY:
		memcpy(&tr, payload, sizeof(tr));
		take_reply(t, &tr);
		t->result = cmd;
		break;
	case BR_INCREFS:
	case BR_ACQUIRE:
	case BR_RELEASE:
	case BR_DECREFS:
		memcpy(&node, payload, sizeof(node));
		take_node(t, cmd, &node);
		break;
	case BR_DEAD_BINDER:
		memcpy(&cookie, payload, 8);
		put_u64(t, BC_DEAD_BINDER_DONE, cookie);
		atomic_fetch_add(&shared->deaths, 1);
		break;
	case BR_FROZEN_BINDER:
		memcpy(&cookie, payload, 8);
		put_u64(t, BC_FREEZE_NOTIFICATION_DONE, cookie);
		atomic_fetch_add(&shared->notes, 1);
		break;
	case BR_DEAD_REPLY:
		atomic_fetch_add(&shared->dead, 1);
		t->result = cmd;
		break;
	case BR_FAILED_REPLY:
		atomic_fetch_add(&shared->failed, 1);
		t->result = cmd;
		break;
	case BR_FROZEN_REPLY:
		atomic_fetch_add(&shared->frozen, 1);
		t->result = cmd;
		break;
	case BR_NOOP:
	case BR_TRANSACTION_COMPLETE:
	case BR_SPAWN_LOOPER:
	case BR_CLEAR_DEATH_NOTIFICATION_DONE:
	case BR_CLEAR_FREEZE_NOTIFICATION_DONE:
	case BR_TRANSACTION_PENDING_FROZEN:
	case BR_ONEWAY_SPAM_SUSPECT:
		break;
	default:
		wrong("the return %x is unknown", cmd);
	}
}

/* Read once, and deal with all of it. */
static void pump(struct thread *t)
{
	uint8_t in[512];
	struct binder_write_read bwr = {.read_size = sizeof(in), .read_buffer = (uintptr_t)in};
	uint32_t cmd;

	if (ioctl(fd, BINDER_WRITE_READ, &bwr) != 0) {
		if (errno != EINTR && errno != EAGAIN)
			_exit(1);
		return;
	}
	for (uint64_t at = 0; at + 4 <= bwr.read_consumed; at += _IOC_SIZE(cmd)) {
		memcpy(&cmd, in + at, 4);
		at += 4;
		take(t, cmd, in + at);
		if (t->n_out > 512)
			write_out(t);
	}
	write_out(t);
}

/* ---- what a calling thread does ---- */

static void own_node(struct thread *t, struct flat_binder_object *o)
{
	*o = (struct flat_binder_object){.hdr.type = BINDER_TYPE_BINDER, .flags = 0x100 | 0x7f};
	o->binder = 0x1000 + 0x10 * draw(&t->rng, NODES);
	o->cookie = o->binder + 1;
}

static void post(struct thread *t, uint32_t target, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++) {
		put_message(t, BC_TRANSACTION, target, KIND_ONEWAY,
			    TF_ONE_WAY | (draw(&t->rng, 4) ? 0 : TF_CLEAR_BUF), NULL, 0);
		write_out(t);
		pump(t);
	}
	atomic_fetch_add(&shared->oneways, n);
}

static void send_fd(struct thread *t, uint32_t target)
{
	struct flat_binder_object o = {.hdr.type = BINDER_TYPE_FD};
	const uint32_t word = MAGIC;
	int p[2];

	if (pipe(p) != 0)
		return;
	if (write(p[1], &word, 4) != 4)
		wrong("pipe");
	o.handle = (uint32_t)p[0];
	call(t, target, KIND_FD, 0, &o);
	close(p[0]);
	close(p[1]);
}

/* Does the driver know freeze notifications? Then it looks for what follows the command, and
 * nothing does. */
static bool knows_notes(void)
{
	static atomic_int known;
	uint8_t *two;
	uint32_t cmd = BC_CLEAR_FREEZE_NOTIFICATION;
	struct binder_write_read bwr = {.write_size = 16};

	if (known)
		return known > 0;
	two = mmap(NULL, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	munmap(two + 4096, 4096);
	memcpy(two + 4092, &cmd, 4);
	bwr.write_buffer = (uintptr_t)two + 4092;
	known = ioctl(fd, BINDER_WRITE_READ, &bwr) != 0 && errno == EFAULT ? 1 : -1;
	munmap(two, 4096);
	return known > 0;
}

/* By itself: what is refused, as a second request is, stops all that follows it. */
static void note(struct thread *t, uint32_t handle)
{
	if (!knows_notes())
		return;
	put_handle(t,
		   draw(&t->rng, 3) ? BC_REQUEST_FREEZE_NOTIFICATION : BC_CLEAR_FREEZE_NOTIFICATION,
		   handle, handle);
	write_out(t);
}

static void nonsense(struct thread *t)
{
	struct binder_transaction_data tr = {.target.handle = any_handle(t),
					     .data_size = draw(&t->rng, 64),
					     .offsets_size = 8 * draw(&t->rng, 4),
					     .data.ptr = {(uintptr_t)t, (uintptr_t)t}};
	uint32_t cmd = BC_TRANSACTION;

	switch (draw(&t->rng, 6)) {
	case 0:
		put_u64(t, BC_FREE_BUFFER, draw(&t->rng, 1u << 30));
		break;
	case 1:
		put_u32(t, draw(&t->rng, 2) ? BC_RELEASE : BC_DECREFS, 100000 + draw(&t->rng, 20));
		break;
	case 2:
		put_handle(t, BC_CLEAR_DEATH_NOTIFICATION, any_handle(t), 0x5555);
		break;
	case 3:
		put_u64(t, BC_DEAD_BINDER_DONE, draw(&t->rng, 100));
		break;
	case 4:
		/* Objects that are none: refused, and the error is read. */
		tr.offsets_size += 8;
		put(t, &cmd, 4);
		put(t, &tr, sizeof(tr));
		break;
	default:
		write_out(t);
		ioctl(fd, BINDER_THREAD_EXIT, &cmd);
		return;
	}
	write_out(t);
	pump(t);
}

static void step(struct thread *t)
{
	uint32_t h = any_handle(t), what = draw(&t->rng, 100), result = 0;
	struct flat_binder_object o;

	own_node(t, &o);
	if (h && draw(&t->rng, 4) == 0)
		note(t, h);
	if (what < 15 || !h) {
		result = call(t, 0, draw(&t->rng, 2) ? KIND_LOOKUP : KIND_REGISTER, 0,
			      what & 1 ? &o : NULL);
	} else if (what < 45) {
		result = call(t, h, KIND_ECHO, 0, NULL);
	} else if (what < 60) {
		result = call(t, h, KIND_CALLBACK, 0, &o);
	} else if (what < 80) {
		post(t, h, draw(&t->rng, 20) ? 1 + draw(&t->rng, 4) : 60);
	} else if (what < 90) {
		send_fd(t, h);
	} else {
		nonsense(t);
	}
	if (result == BR_REPLY)
		atomic_fetch_add(&shared->calls, 1);
}

static void *calling(void *arg)
{
	struct thread *t = arg;

	for (;;)
		step(t);
	return NULL;
}

static void become_manager(void)
{
	const struct timespec pause = {.tv_nsec = 1000 * 1000};
	struct flat_binder_object o = {
		.hdr.type = BINDER_TYPE_BINDER, .flags = 0x100, .binder = 0x500, .cookie = 0x501};

	while (ioctl(fd, BINDER_SET_CONTEXT_MGR_EXT, &o) != 0) {
		if (errno != EBUSY) {
			wrong("BINDER_SET_CONTEXT_MGR_EXT: %s", strerror(errno));
			_exit(1);
		}
		nanosleep(&pause, NULL);
	}
}

void peer_main(int slot, uint32_t generation, uint64_t seed)
{
	struct thread threads[3] = {{.rng = seed}, {.rng = seed * 3}, {.rng = seed * 5}};
	uint32_t enter = BC_ENTER_LOOPER;
	pthread_t ids[2];

	for (uint32_t i = 0; i < 3; i++)
		threads[i].me = generation << 6 | (uint32_t)slot << 2 | i;
	fd = open(device, O_RDWR | O_CLOEXEC);
	if (fd < 0 || mmap(NULL, MAP, PROT_READ, MAP_PRIVATE, fd, 0) == MAP_FAILED) {
		wrong("%s: %s", device, strerror(errno));
		_exit(1);
	}
	if (slot == 0)
		become_manager();
	for (int i = 0; i < 2 && slot; i++)
		pthread_create(&ids[i], NULL, calling, &threads[i]);
	put(&threads[2], &enter, 4);
	write_out(&threads[2]);
	for (;;)
		pump(&threads[2]);
}
