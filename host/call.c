/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Calls into a driver: who makes them ("current"), how to reach the caller's memory, and signals.
 */
#include "libc.h"

#include "core.h"
#include "descriptors.h"
#include "park.h"
#include <cleat/fault.h>

static __thread struct host_call *this_call;

/* What "current" is on a thread of the runtime's own (workqueue, timer, the test runner). */
static __thread struct task_struct own_task;

void host_call_init(struct host_call *call)
{
	memset(call, 0, sizeof(*call));
	call->memory = &host_memory_local;
	call->descriptors = &host_descriptors_local;
	call->task = (struct task_struct){
		.pid = (pid_t)syscall(SYS_gettid),
		.tgid = getpid(),
		.uid = getuid(),
		.euid = geteuid(),
		.gid = getgid(),
		.egid = getegid(),
	};
	snprintf(call->task.comm, sizeof(call->task.comm), "%s", program_invocation_short_name);
}

void host_call_enter(struct host_call *call)
{
	if (this_call == call) {
		call->depth++;
		return;
	}
	call->outer = this_call;
	this_call = call;
	__atomic_store_n(&call->park, host_park_self(), __ATOMIC_SEQ_CST);
}

void host_call_leave(struct host_call *call)
{
	if (call->depth) {
		call->depth--;
		return;
	}
	host_descriptors_end(call);
	__atomic_store_n(&call->park, NULL, __ATOMIC_SEQ_CST);
	this_call = call->outer;
}

void host_call_interrupt(struct host_call *call)
{
	struct host_park *park;

	__atomic_store_n(&call->interrupted, 1, __ATOMIC_SEQ_CST);
	park = __atomic_load_n(&call->park, __ATOMIC_SEQ_CST);
	if (park)
		host_park_wake(park);
}

struct task_struct *cleat_current(void)
{
	if (this_call)
		return &this_call->task;
	if (!own_task.pid) {
		own_task.pid = (pid_t)syscall(SYS_gettid);
		own_task.tgid = getpid();
		pthread_getname_np(pthread_self(), own_task.comm, sizeof(own_task.comm));
	}
	return &own_task;
}

struct host_call *host_call_current(void)
{
	return this_call;
}

bool host_call_none(void)
{
	return !this_call;
}

bool signal_pending(struct task_struct *t)
{
	return this_call && t == &this_call->task &&
	       __atomic_load_n(&this_call->interrupted, __ATOMIC_SEQ_CST);
}

int cond_resched(void)
{
	might_sleep();
	return 0;
}

/* ---- the caller's memory ---- */

static bool inside(u64 addr, size_t n, u64 base, size_t len)
{
	return addr >= base && addr - base <= len && n <= len - (addr - base);
}

/* How many of @n bytes could not be read. */
static size_t fetch(struct host_call *c, void *to, u64 addr, size_t n)
{
	if (c && c->window.in && inside(addr, n, c->window.addr, c->window.in_len)) {
		memcpy(to, (const char *)c->window.in + (addr - c->window.addr), n);
		return 0;
	}
	return c && c->memory ? c->memory->read(c, to, addr, n) : n;
}

unsigned long copy_from_user(void *to, const void __user *from, unsigned long n)
{
	struct host_call *c = this_call;
	size_t left = n;

	might_sleep();
	if (n == 0)
		return 0;
	if (c && !cleat_fault(CLEAT_FAULT_USER_COPY))
		left = fetch(c, to, (u64)(unsigned long)from, n);
	if (left)
		memset((char *)to + (n - left), 0, left);
	return left;
}

void *memdup_user(const void __user *from, size_t len)
{
	void *p = kmalloc(len, GFP_KERNEL);

	if (!p)
		return ERR_PTR(-ENOMEM);
	if (!copy_from_user(p, from, len))
		return p;
	kfree(p);
	return ERR_PTR(-EFAULT);
}

/* The length of the caller's string, its NUL included; more than @max: that is too long; -EFAULT. */
static long length_of(u64 addr, long max)
{
	char piece[64];

	for (long len = 0; len < max;) {
		size_t n = min_t(size_t, sizeof(piece) - (addr + len) % sizeof(piece), max - len);

		if (fetch(this_call, piece, addr + len, n))
			return -EFAULT;
		if (strnlen(piece, n) < n)
			return len + (long)strnlen(piece, n) + 1;
		len += (long)n;
	}
	return max + 1;
}

char *strndup_user(const char __user *from, long max)
{
	long len = length_of((u64)(unsigned long)from, max);
	char *p;

	if (len < 0 || len > max)
		return ERR_PTR(len < 0 ? len : -EINVAL);
	p = memdup_user(from, (size_t)len);
	if (!IS_ERR(p))
		p[len - 1] = '\0'; /* the caller may have changed it meanwhile */
	return p;
}

unsigned long copy_to_user(void __user *to, const void *from, unsigned long n)
{
	u64 addr = (u64)(unsigned long)to;
	struct host_call *c = this_call;

	might_sleep();
	if (n == 0)
		return 0;
	if (!c || cleat_fault(CLEAT_FAULT_USER_COPY))
		return n;
	if (c->window.out && inside(addr, n, c->window.addr, c->window.out_len)) {
		size_t off = addr - c->window.addr;

		/* What is skipped must not show what the transport's buffer held before. */
		if (off > c->window.written && !c->window.in)
			memset((char *)c->window.out + c->window.written, 0, off - c->window.written);
		memcpy((char *)c->window.out + off, from, n);
		c->window.written = max(c->window.written, off + n);
		return 0;
	}
	return c->memory ? c->memory->write(c, addr, from, n) : n;
}

unsigned long clear_user(void __user *to, unsigned long n)
{
	static const char zeros[4096];
	char __user *at = to;

	while (n) {
		size_t chunk = min((size_t)n, sizeof(zeros)), left = copy_to_user(at, zeros, chunk);

		n -= chunk - left;
		if (left)
			return n;
		at += chunk;
	}
	return 0;
}
