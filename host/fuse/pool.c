/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The threads of a session. All are alike: each reads a request and serves it. A driver may keep a
 * thread asleep for ever, and a sleeping call can only end if somebody reads the INTERRUPT or the
 * ioctl that wakes it: so the last idle thread makes another before it enters the driver. When
 * there are as many as we allow, it puts the request into a queue for the next one that comes back,
 * and goes on reading; what does not enter the driver it always serves itself.
 */
#include "host/fuse/session.h"
#include "host/procinfo.h"

enum { STACK_SIZE = 256 << 10, STACK_SIZE_SANITIZED = 1 << 20 };

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
enum { POOL_STACK = STACK_SIZE_SANITIZED };
#else
enum { POOL_STACK = STACK_SIZE };
#endif

static void *worker(void *arg);

/* ---- what has been read ---- */

static void begin_worker(struct fuse_session *s, struct fuse_worker *w)
{
	struct fuse_pool *p = &s->pool;

	w->tid = (pid_t)syscall(SYS_gettid);
	quiet_lock(&p->lock);
	w->next = p->workers;
	w->link = &p->workers;
	if (w->next)
		w->next->link = &w->next;
	p->workers = w;
	quiet_unlock(&p->lock);
}

/*
 * A request with its length, or what fuse_wire_read() says. Nothing between the two turns sleeps but
 * the read for a request.
 */
static long read_request(struct fuse_session *s, struct fuse_worker *w, struct fuse_request *req)
{
	long n;

	__atomic_store_n(&w->turn, w->turn + 1, __ATOMIC_RELEASE);
	n = fuse_wire_read(s, req->in, FUSE_IN_SIZE);
	if (n >= (long)sizeof(*req->head)) {
		req->body_len = (size_t)n - sizeof(*req->head);
		fuse_open_announce(req);
	}
	__atomic_store_n(&w->turn, w->turn + 1, __ATOMIC_RELEASE);
	return n;
}

/* Asleep, or gone, or not to be seen. */
static bool sleeps(pid_t tid)
{
	char state[32];

	return !host_proc_status(tid, "State", state, sizeof(state)) || *state == 'S';
}

/*
 * A thread that was given a request before ours, and has not run since, is one that could run; who
 * sleeps in read() has none.
 */
void fuse_pool_catch_up(struct fuse_session *s)
{
	struct fuse_pool *p = &s->pool;

	quiet_lock(&p->lock);
	for (struct fuse_worker *w = p->workers; w; w = w->next) {
		unsigned int turn = __atomic_load_n(&w->turn, __ATOMIC_ACQUIRE);

		while (turn % 2 && __atomic_load_n(&w->turn, __ATOMIC_ACQUIRE) == turn &&
		       !sleeps(w->tid))
			usleep(100);
	}
	quiet_unlock(&p->lock);
}

/* ---- who serves ---- */

static bool spawn(struct fuse_session *s)
{
	pthread_attr_t attr;
	pthread_t thread;
	int err;

	pthread_attr_init(&attr);
	pthread_attr_setstacksize(&attr, POOL_STACK);
	pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
	err = pthread_create(&thread, &attr, worker, s);
	pthread_attr_destroy(&attr);
	return err == 0;
}

/*
 * What the calling, idle thread does with a driver call: true when it may serve it itself (it is
 * not idle any more), false when the request was put in the queue.
 */
static bool claim(struct fuse_session *s, struct fuse_request *req, bool *ret_spawn)
{
	struct fuse_pool *p = &s->pool;
	bool mine = true;

	quiet_lock(&p->lock);
	*ret_spawn = false;
	if (p->idle == 1) {
		mine = *ret_spawn = p->threads < FUSE_POOL_MAX;
		/* The new thread counts as idle from here: it is on its way to read. */
		p->threads += mine;
		p->idle += mine;
	}
	if (mine) {
		p->idle--;
	} else {
		req->next = NULL;
		*p->queue_tail = req;
		p->queue_tail = &req->next;
	}
	quiet_unlock(&p->lock);
	return mine;
}

/* A thread that could not be made after all: the caller stays the one that reads. */
static void unclaim(struct fuse_session *s, struct fuse_request *req)
{
	struct fuse_pool *p = &s->pool;

	quiet_lock(&p->lock);
	p->threads--;
	req->next = NULL;
	*p->queue_tail = req;
	p->queue_tail = &req->next;
	quiet_unlock(&p->lock);
}

/*
 * After a driver call: the next one in the queue, or NULL and idle again (or, *ret_end, too many).
 */
static struct fuse_request *come_back(struct fuse_session *s, bool *ret_end)
{
	struct fuse_pool *p = &s->pool;
	struct fuse_request *req;

	quiet_lock(&p->lock);
	req = p->queue;
	*ret_end = false;
	if (req) {
		p->queue = req->next;
		if (!p->queue)
			p->queue_tail = &p->queue;
	} else if (p->idle >= FUSE_POOL_KEEP) {
		*ret_end = true;
	} else {
		p->idle++;
	}
	quiet_unlock(&p->lock);
	return req;
}

/* A queued request goes out of the queue: its client was interrupted before its turn came. */
struct fuse_request *fuse_pool_cancel(struct fuse_session *s, u64 unique)
{
	struct fuse_pool *p = &s->pool;
	struct fuse_request **at = &p->queue, *req;

	quiet_lock(&p->lock);
	while (*at && (*at)->head->unique != unique)
		at = &(*at)->next;
	req = *at;
	if (req) {
		*at = req->next;
		if (!*at)
			p->queue_tail = at;
	}
	quiet_unlock(&p->lock);
	return req;
}

/* True for the last thread of a session; @w: NULL for one that has never begun. */
static bool leave(struct fuse_session *s, struct fuse_worker *w, bool idle)
{
	struct fuse_pool *p = &s->pool;
	bool last;

	quiet_lock(&p->lock);
	if (w) {
		*w->link = w->next;
		if (w->next)
			w->next->link = w->link;
	}
	quiet_before(s);
	last = --p->threads == 0;
	p->idle -= idle;
	quiet_unlock(&p->lock);
	return last;
}

/* Serve a driver call and all that waits in the queue; true when the thread is to end. */
static bool serve_driver(struct fuse_session *s, struct fuse_request *req)
{
	struct fuse_request *queued;
	bool end;

	fuse_dispatch(req);
	while ((queued = come_back(s, &end))) {
		fuse_dispatch(queued);
		fuse_request_free(queued);
	}
	return end;
}

/* One request that was read into *@req; true when the thread is to end. */
static bool serve(struct fuse_session *s, struct fuse_request **req)
{
	struct fuse_request *fresh;
	bool more;

	if (!fuse_enters_driver(*req)) {
		fuse_dispatch(*req);
		return false;
	}
	fresh = NULL;
	if (claim(s, *req, &more)) {
		if (!more || spawn(s))
			return serve_driver(s, *req);
		unclaim(s, *req);
	}
	/* The queue owns the request now. */
	while (!(fresh = fuse_request_new(s)))
		usleep(1000);
	*req = fresh;
	return false;
}

static void *worker(void *arg)
{
	struct fuse_session *s = arg;
	struct fuse_request *req = fuse_request_new(s);
	struct fuse_worker self = {0};
	bool end = !req, idle = true;
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, NULL);
	begin_worker(s, &self);
	while (!end) {
		long n = read_request(s, &self, req);

		if (n < 0 && (errno == EINTR || errno == EAGAIN || errno == ENOENT))
			continue;
		if (n < (long)sizeof(*req->head))
			break;
		end = serve(s, &req);
		idle = !end;
	}
	fuse_request_free(req);
	/* Unmounted while calls sleep (umount -f): they come back and end their threads. */
	if (!end && s->super)
		fuse_calls_interrupt(s);
	if (leave(s, &self, idle) && s->super)
		fuse_session_over(s);
	return NULL;
}

int fuse_pool_start(struct fuse_session *s)
{
	struct fuse_pool *p = &s->pool;

	p->queue_tail = &p->queue;
	p->threads = p->idle = 2;
	if (!spawn(s))
		return -EAGAIN;
	/* One is enough: it makes others when it needs them. */
	if (!spawn(s))
		leave(s, NULL, true);
	return 0;
}
