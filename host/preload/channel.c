/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "host/preload/channel.h"

#include "host/preload/ahead.h"
#include "host/preload/handlers.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <pthread.h>
#include <sched.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum { CHANNELS = 4 };

/**
 * struct channel - one driver's process
 * @session: its number; 0: free
 * @shared: the memory
 * @used: which slots have an owner
 * @gone: it died, or does not want us
 */
struct channel {
	uint64_t session;
	struct ring_shared *shared;
	uint8_t used[RING_SLOTS];
	bool gone;
};

/* Emptied by fork(), like preload.c's. @pid tells a thread whose memory of a slot is older. */
static struct channels {
	pid_t pid;
	struct channel list[CHANNELS];
} *channels;

/* A thread's slots, by channel. @busy: it is in a call: a signal handler must not use the slot too. */
static __thread struct mine {
	pid_t pid;
	bool busy;
	uint8_t bound[CHANNELS], slot[CHANNELS];
	uint32_t server[CHANNELS];
} mine __attribute__((tls_model("initial-exec")));

static pthread_key_t at_thread_end;

/* Its slots are the next thread's. */
static void thread_ends(void *unused)
{
	(void)unused;
	if (!channels || mine.pid != channels->pid)
		return;
	for (int i = 0; i < CHANNELS; i++) {
		if (mine.bound[i])
			__atomic_store_n(&channels->list[i].used[mine.slot[i]], 0, __ATOMIC_RELEASE);
	}
	mine.pid = 0;
}

bool channel_begin(void)
{
	void *p = mmap(NULL, sizeof(*channels), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS,
		       -1, 0);

	if (p == MAP_FAILED || madvise(p, sizeof(*channels), MADV_WIPEONFORK) < 0 ||
	    pthread_key_create(&at_thread_end, thread_ends) != 0)
		return false;
	channels = p;
	return true;
}

static long control(int fd, struct ring_control *c)
{
	long ret;

	c->magic = RING_MAGIC;
	ret = syscall(SYS_ioctl, fd, RING_CONTROL, c);
	return ret < 0 ? -errno : ret;
}

/* ---- the memory ---- */

static void *make_memory(int *ret_fd)
{
	enum { SEALS = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL };
	void *p = MAP_FAILED;
	int fd = memfd_create("cleat-ring", MFD_CLOEXEC | MFD_ALLOW_SEALING);

	if (fd >= 0 && ftruncate(fd, sizeof(struct ring_shared)) == 0 &&
	    fcntl(fd, F_ADD_SEALS, SEALS) == 0)
		p = mmap(NULL, sizeof(struct ring_shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (p == MAP_FAILED) {
		if (fd >= 0)
			close(fd);
		return NULL;
	}
	/* A child has no business with it. */
	madvise(p, sizeof(struct ring_shared), MADV_DONTFORK);
	*ret_fd = fd;
	return p;
}

static bool open_channel(int fd, struct channel *c, struct ring_control *rc)
{
	c->shared = make_memory(&rc->memfd);
	if (!c->shared)
		return false;
	c->session = rc->session;
	rc->op = RING_ATTACH;
	c->gone = control(fd, rc) < 0;
	close(rc->memfd);
	if (c->gone) {
		munmap(c->shared, sizeof(*c->shared));
		c->shared = NULL;
	}
	return !c->gone;
}

bool channel_attach(int fd, struct channel_file *ret)
{
	struct ring_control rc = {.op = RING_HELLO, .memfd = -1};
	struct channel *c = channels->list, *end = c + CHANNELS;
	bool fine;

	if (!channels->pid)
		channels->pid = getpid();
	if (control(fd, &rc) < 0 || !rc.session)
		return false;
	while (c < end && c->session && c->session != rc.session)
		c++;
	if (c == end || c->gone)
		return false;
	if (!c->session) {
		fine = open_channel(fd, c, &rc);
	} else {
		rc.op = RING_ATTACH;
		rc.memfd = -1;
		fine = control(fd, &rc) == 0;
	}
	*ret = (struct channel_file){c, rc.file, rc.flushes};
	return fine && rc.file < RING_FILES;
}

bool channel_fresh(const struct channel *c, uint32_t file, uint32_t flushes)
{
	return !c->gone && __atomic_load_n(&c->shared->flushes[file], __ATOMIC_ACQUIRE) == flushes;
}

/* ---- a thread's slot ---- */

static int take_slot(struct channel *c)
{
	for (int i = 0; i < RING_SLOTS; i++) {
		if (!__atomic_exchange_n(&c->used[i], 1, __ATOMIC_ACQUIRE))
			return i;
	}
	return -1;
}

/* The calling thread's slot in @c, bound on first use; NULL: it has none and goes the long way. */
static struct ring_slot *my_slot(struct channel *c, int fd, uint32_t *ret_server)
{
	struct ring_control rc = {.op = RING_BIND};
	int i = (int)(c - channels->list), slot;

	if (mine.pid != channels->pid) {
		mine = (struct mine){.pid = channels->pid};
		pthread_setspecific(at_thread_end, &mine);
	}
	if (!mine.bound[i]) {
		slot = take_slot(c);
		rc.slot = (uint32_t)slot;
		if (slot < 0)
			return NULL;
		if (control(fd, &rc) < 0) {
			__atomic_store_n(&c->used[slot], 0, __ATOMIC_RELEASE);
			return NULL;
		}
		mine.slot[i] = (uint8_t)slot;
		mine.server[i] = rc.server;
		mine.bound[i] = true;
	}
	*ret_server = mine.server[i];
	return &c->shared->slots[mine.slot[i]];
}

/* ---- a call ---- */

static void wake(uint32_t *word)
{
	syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
}

/* A signal interrupted the wait: the driver is told, and what it makes of it is the result. */
static void interrupt(int fd, uint32_t slot, uint32_t *reply, uint32_t busy)
{
	static const struct timespec soon = {.tv_nsec = 1000000};
	struct ring_control rc = {.op = RING_INTERRUPT, .slot = slot};

	while (__atomic_load_n(reply, __ATOMIC_ACQUIRE) == busy && control(fd, &rc) == -EAGAIN)
		/* The server has not begun, or is just through. */
		syscall(SYS_futex, reply, FUTEX_WAIT, busy, &soon, NULL, 0);
}

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

/* Microseconds. A driver that does not look itself sleeps, or has more to do than there are processors. */
static uint32_t look_for(const struct channel *c, const struct ring_slot *s)
{
	if (!__atomic_load_n(&s->polled, __ATOMIC_RELAXED) || handlers_interrupt())
		return 0;
	return __atomic_load_n(&c->shared->poll_us, __ATOMIC_RELAXED);
}

/* Whoever is asked may be on this processor, or another program that answers. */
static void look(struct ring_slot *s, uint32_t busy, uint32_t us)
{
	uint64_t end = now_ns() + us * 1000ull;

	while (__atomic_load_n(&s->reply, __ATOMIC_ACQUIRE) == busy && !handlers_interrupt() && now_ns() < end)
		sched_yield();
	__atomic_compare_exchange_n(&s->reply, &busy, busy | FUTEX_WAITERS, false, __ATOMIC_SEQ_CST,
				    __ATOMIC_RELAXED);
}

/* Until the server is done or dead. Handlers with SA_RESTART run without the driver's notice. */
static bool await_reply(struct channel *c, struct ring_slot *s, int fd, uint32_t busy)
{
	uint32_t word;

	while ((word = __atomic_load_n(&s->reply, __ATOMIC_ACQUIRE)) == busy) {
		if (syscall(SYS_futex, &s->reply, FUTEX_WAIT, busy, NULL, NULL, 0) < 0 &&
		    errno == EINTR)
			interrupt(fd, (uint32_t)(s - c->shared->slots), &s->reply, busy);
	}
	return word == 0;
}

static void ask(struct ring_slot *s, uint32_t busy)
{
	__atomic_store_n(&s->reply, busy, __ATOMIC_SEQ_CST);
	__atomic_add_fetch(&s->request, 1, __ATOMIC_SEQ_CST);
}

bool channel_call(struct channel *c, int fd, uint32_t file, uint32_t cmd, void *arg, long *ret)
{
	size_t size = _IOC_SIZE(cmd), in = _IOC_DIR(cmd) & _IOC_WRITE ? size : 0;
	size_t out = _IOC_DIR(cmd) & _IOC_READ ? size : 0;
	struct ahead ahead;
	uint32_t server, us;
	struct ring_slot *s;

	if (mine.busy && mine.pid == channels->pid)
		return false;
	s = my_slot(c, fd, &server);
	if (!s)
		return false;
	/* What is not there does not go along: whether anybody wants it the driver will see. */
	if (!ahead_readable(arg, in))
		in = 0;
	if (!ahead_writable(arg, out))
		out = 0;
	mine.busy = true;
	s->file = file;
	s->cmd = cmd;
	s->arg = (uintptr_t)arg;
	s->cpu = (uint32_t)(sched_getcpu() + 1);
	s->in_len = (uint32_t)in;
	s->out_len = (uint32_t)out;
	if (in)
		memcpy(s->data, arg, in);
	ahead_fill(&ahead, c->shared, s, cmd, in);
	us = look_for(c, s);
	ask(s, us ? server : RING_BUSY(server));
	/* It may have died before it could see @reply; then @alive says so. */
	if (__atomic_load_n(&s->alive, __ATOMIC_SEQ_CST) != RING_BUSY(server)) {
		c->gone = true;
		mine.busy = false;
		return false;
	}
	if (!__atomic_load_n(&s->polled, __ATOMIC_SEQ_CST))
		wake(&s->request);
	if (us)
		look(s, server, us);
	if (await_reply(c, s, fd, RING_BUSY(server))) {
		*ret = s->result;
		if (s->written && s->written <= out)
			memcpy(arg, s->data, s->written);
		ahead_put(&ahead, s);
	} else {
		c->gone = true;
		*ret = -ECONNABORTED;
	}
	mine.busy = false;
	return true;
}
