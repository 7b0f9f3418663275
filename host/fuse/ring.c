/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "host/fuse/ring.h"

#include "host/fuse/ends.h"
#include "host/spin.h"

#include <sys/mman.h>
#include <sys/random.h>

enum { LINGER_MS = 100 };

struct quiet_lock ring_lock;
static struct ring_client *clients;
/* Where ends of clients are waited for, 0 before the first; and our number among all such processes. */
static int ends;
static u64 number;

/* ---- clients ---- */

static struct ring_client *find_client(pid_t pid)
{
	struct ring_client *c;

	for (c = clients; c && c->pid != pid; c = c->next)
		;
	return c;
}

void ring_client_put(struct ring_client *c)
{
	if (__atomic_sub_fetch(&c->users, 1, __ATOMIC_ACQ_REL))
		return;
	munmap(c->shared, sizeof(*c->shared));
	syscall(SYS_close, c->pidfd);
	quiet_free(c);
}

/* Lock held. Its servers see @dead after the interrupt, or the interrupt before they look. */
static void end_client(struct ring_client *c)
{
	struct ring_client **at = &clients;

	while (*at != c)
		at = &(*at)->next;
	*at = c->next;
	__atomic_store_n(&c->dead, true, __ATOMIC_SEQ_CST);
	memset(c->files, 0, sizeof(c->files));
	ring_server_end(c);
	ring_client_put(c);
}

/* Ends of processes: their descriptors' FLUSH and RELEASE wait for calls that nobody waits for. */
static void *watch_ends(void *arg)
{
	(void)arg;
	for (;;) {
		int pidfd = ends_wait(ends);
		struct ring_client *c;

		quiet_lock(&ring_lock);
		for (c = clients; c && c->pidfd != pidfd; c = c->next)
			;
		if (c)
			end_client(c);
		quiet_unlock(&ring_lock);
	}
	return NULL;
}

static int start_watch(void)
{
	pthread_t thread;
	sigset_t all, old;
	int err;

	if (ends)
		return 0;
	err = ends_open();
	if (err < 0)
		return err;
	ends = err;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	err = pthread_create(&thread, NULL, watch_ends, NULL);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (err) {
		close(ends);
		ends = 0;
		return -err;
	}
	pthread_detach(thread);
	return 0;
}

/* The client's memory: of the right size, and sealed so that it cannot shrink under our feet. */
static struct ring_shared *map_memory(int pidfd, int theirs)
{
	int fd = (int)syscall(SYS_pidfd_getfd, pidfd, theirs, 0), seals;
	struct stat st;
	void *p = MAP_FAILED;

	if (fd < 0)
		return NULL;
	seals = fcntl(fd, F_GET_SEALS);
	if (seals >= 0 && (seals & F_SEAL_SHRINK) && fstat(fd, &st) == 0 &&
	    st.st_size == sizeof(struct ring_shared))
		p = mmap(NULL, sizeof(struct ring_shared), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	syscall(SYS_close, fd);
	return p == MAP_FAILED ? NULL : p;
}

static struct ring_client *new_client(pid_t pid, int memfd)
{
	struct ring_client *c = quiet_new(sizeof(*c)), *old = find_client(pid);

	if (!c)
		return NULL;
	*c = (struct ring_client){.pid = pid, .users = 1};
	c->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	c->shared = c->pidfd >= 0 ? map_memory(c->pidfd, memfd) : NULL;
	if (!c->shared || start_watch() || ends_add(ends, c->pidfd)) {
		if (c->pidfd >= 0)
			syscall(SYS_close, c->pidfd);
		if (c->shared)
			munmap(c->shared, sizeof(*c->shared));
		quiet_free(c);
		return NULL;
	}
	c->shared->poll_us = host_spin_us();
	/* The same process with another program. */
	if (old)
		end_client(old);
	c->next = clients;
	__atomic_store_n(&clients, c, __ATOMIC_RELEASE);
	return c;
}

/* ---- control ---- */

/* A file of this process: found, or put at a free place. */
static int attach(struct ring_client *c, struct fuse_open *o, struct ring_control *rc)
{
	int at = -1;

	for (int i = RING_FILES - 1; i >= 0; i--) {
		if (c->files[i] == o) {
			at = i;
			break;
		}
		if (!c->files[i])
			at = i;
	}
	if (at < 0)
		return -ENFILE;
	c->files[at] = o;
	rc->file = (u32)at;
	rc->flushes = __atomic_load_n(&c->shared->flushes[at], __ATOMIC_ACQUIRE);
	return 0;
}

static int control(struct fuse_request *req, struct fuse_open *o, struct ring_control *rc)
{
	pid_t pid = req->call.task.tgid;
	struct ring_client *c;

	if (rc->op == RING_HELLO) {
		if (!number && getrandom(&number, sizeof(number), 0) != sizeof(number))
			return -EIO;
		number |= 1;
		rc->session = number;
		return 0;
	}
	c = find_client(pid);
	if (rc->op == RING_ATTACH) {
		if (rc->memfd >= 0)
			c = new_client(pid, rc->memfd);
		return c ? attach(c, o, rc) : -EPERM;
	}
	if (!c || rc->slot >= RING_SLOTS)
		return -EINVAL;
	if (rc->op == RING_BIND)
		return ring_server_bind(c, rc->slot, req, &rc->server);
	return rc->op == RING_INTERRUPT ? ring_server_interrupt(c, rc->slot) : -EINVAL;
}

/* True when the ioctl was ours and is answered. */
bool fuse_ring_ioctl(struct fuse_request *req, struct fuse_open *o, const struct fuse_ioctl_in *in)
{
	struct fuse_ioctl_out out = {0};
	struct ring_control rc;

	if (in->cmd != RING_CONTROL || in->in_size != sizeof(rc))
		return false;
	memcpy(&rc, in + 1, sizeof(rc));
	if (rc.magic != RING_MAGIC)
		return false;
	req->call = (struct host_call){.memory = &fuse_caller_memory, .transport = req};
	fuse_caller_fill(req, rc.op == RING_ATTACH || rc.op == RING_BIND);
	quiet_lock(&ring_lock);
	out.result = req->session->stopping ? -ENODEV : control(req, o, &rc);
	quiet_unlock(&ring_lock);
	fuse_reply_two(req, &out, sizeof(out), &rc, sizeof(rc));
	return true;
}

/* ---- what happens to files ---- */

/* A descriptor is being closed: nobody may believe that theirs is still the same. */
void fuse_ring_flush(struct fuse_open *o)
{
	if (!__atomic_load_n(&clients, __ATOMIC_ACQUIRE))
		return;
	quiet_lock(&ring_lock);
	for (struct ring_client *c = clients; c; c = c->next) {
		for (int i = 0; i < RING_FILES; i++) {
			if (c->files[i] == o)
				__atomic_add_fetch(&c->shared->flushes[i], 1, __ATOMIC_RELEASE);
		}
	}
	quiet_unlock(&ring_lock);
}

/*
 * The kernel knows nothing of our calls, and sends RELEASE while they are under way: the release
 * waits for them, as it would there. Calls of threads that another's exec() ended are interrupted.
 */
void fuse_ring_release(struct fuse_open *o)
{
	struct ring_client *c;
	unsigned int calls;

	if (!__atomic_load_n(&clients, __ATOMIC_ACQUIRE) &&
	    !__atomic_load_n(&o->ring_calls, __ATOMIC_ACQUIRE))
		return;
	quiet_lock(&ring_lock);
	for (c = clients; c; c = c->next) {
		for (int i = 0; i < RING_FILES; i++) {
			if (c->files[i] == o)
				c->files[i] = NULL;
		}
	}
	o->ring_awaited = true;
	quiet_unlock(&ring_lock);
	while ((calls = __atomic_load_n(&o->ring_calls, __ATOMIC_ACQUIRE))) {
		quiet_lock(&ring_lock);
		for (c = clients; c; c = c->next)
			ring_server_gone(c, o);
		quiet_unlock(&ring_lock);
		quiet_wait(&o->ring_calls, calls, LINGER_MS);
	}
}
