/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "host/fuse/ring.h"

#include "host/spin.h"

#include <limits.h>
#include <linux/futex.h>

enum { STACK_SIZE = 256 << 10, STACK_SIZE_SANITIZED = 1 << 20, MAX_SERVERS = 1024 };

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || defined(CLEAT_TSAN)
enum { SERVER_STACK = STACK_SIZE_SANITIZED };
#else
enum { SERVER_STACK = STACK_SIZE };
#endif

/**
 * struct ring_mourners - the kernel's list of words to be marked when a thread dies
 * @alive, @reply: as far from each other as their words in the slot, since one offset is for both
 */
struct ring_mourners {
	struct robust_list_head head;
	struct robust_list alive;
	char unused[RING_LINE - sizeof(struct robust_list)];
	struct robust_list reply;
};

/**
 * struct ring_server - a thread that serves a slot
 * @tid: its own id, once it is @ready; @req, @head: its call, as if FUSE had brought it
 * @ahead: its images; @o: the file of the call under way; lock held to change it
 * @unanswered: the client waits for that call
 */
struct ring_server {
	/* First: calls.c says with its address what comes before what. */
	struct fuse_request req;
	struct ring_client *client;
	struct ring_slot *slot;
	u32 tid;
	unsigned int ready;
	struct fuse_in_header head;
	struct ring_ahead ahead;
	struct fuse_open *o;
	bool unanswered;
	struct ring_place place;
	struct ring_mourners mourners;
};

static unsigned int n_servers;
static u64 last_unique;

/* The client's words are read once; what they say is checked here and used from here. */
struct ask {
	u32 file, cmd, in_len, out_len;
	u64 arg;
};

static bool take_ask(const struct ring_slot *slot, struct ask *a)
{
	*a = (struct ask){
		.file = __atomic_load_n(&slot->file, __ATOMIC_RELAXED),
		.cmd = __atomic_load_n(&slot->cmd, __ATOMIC_RELAXED),
		.in_len = __atomic_load_n(&slot->in_len, __ATOMIC_RELAXED),
		.out_len = __atomic_load_n(&slot->out_len, __ATOMIC_RELAXED),
		.arg = __atomic_load_n(&slot->arg, __ATOMIC_RELAXED),
	};
	return a->file < RING_FILES && a->in_len <= RING_ARG && a->out_len <= RING_ARG &&
	       a->cmd != RING_CONTROL;
}

/* The file stays open until drop_file(): a RELEASE waits. */
static struct fuse_open *hold_file(struct ring_server *v, u32 file)
{
	quiet_lock(&ring_lock);
	v->o = v->client->files[file];
	if (v->o) {
		v->o->ring_calls++;
		v->unanswered = true;
	}
	quiet_unlock(&ring_lock);
	return v->o;
}

static void drop_file(struct ring_server *v)
{
	struct fuse_open *o = v->o;

	quiet_lock(&ring_lock);
	v->o = NULL;
	/* Under the lock: who waits for 0 takes it once more before the file goes. */
	if (--o->ring_calls == 0 && o->ring_awaited)
		quiet_wake(&o->ring_calls, INT_MAX);
	quiet_unlock(&ring_lock);
}

static void answer(struct ring_slot *slot, long result, u32 written)
{
	slot->result = (s32)result;
	slot->written = written;
	if (__atomic_exchange_n(&slot->reply, 0, __ATOMIC_SEQ_CST) & FUTEX_WAITERS)
		syscall(SYS_futex, &slot->reply, FUTEX_WAKE, 1, NULL, NULL, 0);
}

static long enter_driver(struct ring_server *v, const struct ask *a)
{
	struct fuse_request *req = &v->req;
	long ret;

	if (__atomic_load_n(&v->client->dead, __ATOMIC_SEQ_CST))
		host_call_interrupt(&req->call);
	fuse_map_look(req, v->o);
	v->ahead = (struct ring_ahead){
		.client = v->client, .slot = v->slot, .cmd = a->cmd, .in_len = a->in_len};
	ring_ahead_take(&v->ahead, a->arg, max(a->in_len, a->out_len));
	req->call.memory = &ring_memory;
	req->call.spins = true;
	req->call.window = (struct host_window){
		.addr = a->arg,
		.in = a->in_len ? v->slot->data : NULL,
		.in_len = a->in_len,
		.out = a->out_len ? v->slot->data : NULL,
		.out_len = a->out_len,
	};
	ret = host_file_ioctl(v->o->file, &req->call, a->cmd, a->arg);
	ring_ahead_give(&v->ahead);
	return ret;
}

struct ring_ahead *ring_ahead_of(struct host_call *call)
{
	return &((struct ring_server *)call->transport)->ahead;
}

static void serve(struct ring_server *v, const struct ask *a)
{
	struct fuse_request *req = &v->req;
	struct fuse_open *o = hold_file(v, a->file);
	long ret;

	if (!o) {
		answer(v->slot, -EBADF, 0);
		return;
	}
	req->session = o->session;
	v->head.unique = __atomic_add_fetch(&last_unique, 2, __ATOMIC_RELAXED) | 1ull << 63;
	ret = fuse_call_begin(req, o->node, o, a->cmd);
	if (!ret) {
		ret = enter_driver(v, a);
		ret = fuse_call_end(req, o, ret);
		if (req->hold)
			fuse_fds_end(req, ret);
	}
	/* From here on the slot may be another thread's. */
	__atomic_store_n(&v->unanswered, false, __ATOMIC_RELEASE);
	answer(v->slot, ret, (u32)req->call.window.written);
	fuse_call_answered(req);
	/* Last: with the file its session may go. */
	drop_file(v);
}

/* What our end does to the client: it must not wait for us then. */
static void be_mourned(struct ring_server *v)
{
	struct ring_mourners *m = &v->mourners;
	struct robust_list *end = &m->head.list;

	m->head.futex_offset = (char *)&v->slot->alive - (char *)&m->alive;
	m->head.list.next = &m->alive;
	m->alive.next = &m->reply;
	m->reply.next = end;
	syscall(SYS_set_robust_list, &m->head, sizeof(m->head));
	__atomic_store_n(&v->slot->alive, RING_BUSY(v->tid), __ATOMIC_SEQ_CST);
}

/* Until there is another request than @seen, perhaps. */
static void await_request(struct ring_slot *slot, u32 seen)
{
	if (host_spin_us()) {
		__atomic_store_n(&slot->polled, 1, __ATOMIC_SEQ_CST);
		host_spin(&slot->request, seen);
		/* Who saw that we look wakes nobody: from here on we look once more. */
		__atomic_store_n(&slot->polled, 0, __ATOMIC_SEQ_CST);
	}
	if (__atomic_load_n(&slot->request, __ATOMIC_SEQ_CST) == seen)
		syscall(SYS_futex, &slot->request, FUTEX_WAIT, seen, NULL, NULL, 0);
}

static void *server(void *arg)
{
	struct ring_server *v = arg;
	struct ring_client *c = v->client;
	u32 seen = __atomic_load_n(&v->slot->request, __ATOMIC_SEQ_CST), now;
	struct ask a;

	quiet_after(v);
	v->tid = (u32)syscall(SYS_gettid);
	be_mourned(v);
	__atomic_store_n(&v->ready, 1, __ATOMIC_RELEASE);
	quiet_wake(&v->ready, 1);
	while (!__atomic_load_n(&c->dead, __ATOMIC_SEQ_CST)) {
		now = __atomic_load_n(&v->slot->request, __ATOMIC_SEQ_CST);
		if (now == seen) {
			await_request(v->slot, seen);
			continue;
		}
		seen = now;
		ring_place_follow(&v->place, __atomic_load_n(&v->slot->cpu, __ATOMIC_RELAXED),
				  v->req.call.sleeps != 0);
		if (take_ask(v->slot, &a))
			serve(v, &a);
		else
			answer(v->slot, -EINVAL, 0);
	}
	syscall(SYS_set_robust_list, NULL, sizeof(v->mourners.head));
	quiet_lock(&ring_lock);
	for (int i = 0; i < RING_SLOTS; i++) {
		if (c->servers[i] == v)
			c->servers[i] = NULL;
	}
	n_servers--;
	quiet_unlock(&ring_lock);
	ring_client_put(c);
	quiet_free(v);
	return NULL;
}

static struct ring_server *start_server(struct ring_client *c, u32 slot)
{
	struct ring_server *v = n_servers < MAX_SERVERS ? quiet_new(sizeof(*v)) : NULL;
	pthread_attr_t attr;
	pthread_t thread;
	sigset_t all, old;
	int err;

	if (!v)
		return NULL;
	v->client = c;
	v->slot = &c->shared->slots[slot];
	v->req.head = &v->head;
	v->head.opcode = FUSE_IOCTL;
	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, SERVER_STACK);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	quiet_before(v);
	err = pthread_create(&thread, &attr, server, v);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	pthread_attr_destroy(&attr);
	if (err) {
		quiet_free(v);
		return NULL;
	}
	n_servers++;
	__atomic_add_fetch(&c->users, 1, __ATOMIC_RELAXED);
	/* It takes no lock before it has said that it is there. */
	while (!__atomic_load_n(&v->ready, __ATOMIC_ACQUIRE))
		quiet_wait(&v->ready, 0, -1);
	return v;
}

/* A slot that had another thread before: its server is idle, since that one waited for its answers. */
int ring_server_bind(struct ring_client *c, u32 slot, const struct fuse_request *req, u32 *ret_server)
{
	struct ring_server *v = c->servers[slot];

	if (v && __atomic_load_n(&v->unanswered, __ATOMIC_ACQUIRE))
		return -EBUSY;
	if (!v)
		v = c->servers[slot] = start_server(c, slot);
	if (!v)
		return -EAGAIN;
	v->head.pid = req->head->pid;
	v->head.uid = req->head->uid;
	v->head.gid = req->head->gid;
	*ret_server = v->tid;
	return 0;
}

int ring_server_interrupt(struct ring_client *c, u32 slot)
{
	struct ring_server *v = c->servers[slot];

	return v && v->o && fuse_call_interrupt(v->o->session, v->head.unique) ? 0 : -EAGAIN;
}

void ring_server_end(struct ring_client *c)
{
	for (int i = 0; i < RING_SLOTS; i++) {
		struct ring_server *v = c->servers[i];

		if (!v)
			continue;
		if (v->o)
			fuse_call_interrupt(v->o->session, v->head.unique);
		/* Nobody else counts there any more. */
		__atomic_add_fetch(&v->slot->request, 1, __ATOMIC_SEQ_CST);
		syscall(SYS_futex, &v->slot->request, FUTEX_WAKE, 1, NULL, NULL, 0);
	}
}

void ring_server_gone(struct ring_client *c, struct fuse_open *o)
{
	for (int i = 0; i < RING_SLOTS; i++) {
		struct ring_server *v = c->servers[i];

		if (v && v->o == o && syscall(SYS_tgkill, c->pid, v->head.pid, 0) < 0 && errno == ESRCH)
			fuse_call_interrupt(v->o->session, v->head.unique);
	}
}
