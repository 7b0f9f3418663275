/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * RCU by liburcu's "memb" flavour. A thread is registered when it reads for the first time and
 * leaves when it ends. liburcu's own code is invisible to ThreadSanitizer, so that what a grace
 * period orders (the end of a section before what follows the wait) is said in atomics of our own.
 */
#include "libc.h"

#include "core.h"
#include "leak.h"
#include "park.h"
#include <cleat/completion.h>
#include <cleat/rcupdate.h>

#undef rcu_dereference
#undef rcu_assign_pointer
#define rcu_head urcu_head
#include <urcu/urcu-memb.h>
#undef rcu_head

_Static_assert(sizeof(((struct rcu_head *)0)->urcu) >= sizeof(struct urcu_head) - sizeof(void *),
	       "struct rcu_head is too small");

/* As in the kernel: a "function" below this is the offset of the head in an object to be freed. */
enum { MAX_OFFSET = 4096 };

static __thread int nesting;
static __thread bool registered;
static pthread_key_t thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;

#if defined(__SANITIZE_THREAD__)
static long sections_ended;
#define SECTION_ENDS() __atomic_fetch_add(&sections_ended, 1, __ATOMIC_RELEASE)
#define GRACE_PERIOD_ENDS() __atomic_load_n(&sections_ended, __ATOMIC_ACQUIRE)
#else
#define SECTION_ENDS() ((void)0)
#define GRACE_PERIOD_ENDS() ((void)0)
#endif

static void unregister(void *unused)
{
	(void)unused;
	urcu_memb_unregister_thread();
	registered = false;
}

static void make_key(void)
{
	pthread_key_create(&thread_end, unregister);
}

static void ensure_registered(void)
{
	if (registered)
		return;
	pthread_once(&once, make_key);
	urcu_memb_register_thread();
	pthread_setspecific(thread_end, &registered);
	registered = true;
}

void rcu_read_lock(void)
{
	ensure_registered();
	cleat_atomic_enter();
	nesting++;
	urcu_memb_read_lock();
}

void rcu_read_unlock(void)
{
	if (!nesting)
		cleat_bug(__FILE__, __LINE__, "rcu_read_unlock without rcu_read_lock");
	if (nesting == 1)
		SECTION_ENDS();
	urcu_memb_read_unlock();
	nesting--;
	cleat_atomic_leave();
}

bool rcu_read_lock_held(void)
{
	return nesting > 0;
}

void cleat_rcu_check(bool allowed, const char *file, int line)
{
	cleat_warn(!allowed && !nesting, file, line,
		   "rcu_dereference outside of a read-side section");
}

static void check_outside(void)
{
	might_sleep();
	if (nesting)
		cleat_bug(__FILE__, __LINE__, "a read-side section waits for its own end");
}

void synchronize_rcu(void)
{
	check_outside();
	ensure_registered();
	urcu_memb_synchronize_rcu();
	(void)GRACE_PERIOD_ENDS();
}

/* Runs in liburcu's thread, which stands for the kernel's softirq: callbacks do not sleep. */
static void run_callback(struct urcu_head *urcu)
{
	struct rcu_head *head = (struct rcu_head *)urcu;
	void (*func)(struct rcu_head *) = __atomic_load_n(&head->func, __ATOMIC_ACQUIRE);

	(void)GRACE_PERIOD_ENDS();
	if ((unsigned long)func < MAX_OFFSET) {
		free((char *)head - (unsigned long)func);
		return;
	}
	cleat_atomic_enter();
	func(head);
	cleat_atomic_leave();
}

static void enqueue(struct rcu_head *head, void *func)
{
	ensure_registered();
	__atomic_store_n(&head->func, func, __ATOMIC_RELEASE);
	urcu_memb_call_rcu((struct urcu_head *)head, run_callback);
}

void call_rcu(struct rcu_head *head, void (*func)(struct rcu_head *head))
{
	enqueue(head, func);
}

struct barrier {
	struct rcu_head head;
	struct completion passed;
};

static void pass(struct rcu_head *head)
{
	complete(&container_of(head, struct barrier, head)->passed);
}

/* One thread runs all callbacks in their order: when this one runs, those before it have. */
void rcu_barrier(void)
{
	struct barrier b;

	check_outside();
	init_completion(&b.passed);
	enqueue(&b.head, pass);
	wait_for_completion(&b.passed);
}

void cleat_kfree_rcu(const void *object, struct rcu_head *head)
{
	host_leak_forget();
	enqueue(head, (void *)((char *)head - (const char *)object));
}

void cleat_kfree_rcu_mightsleep(const void *object)
{
	synchronize_rcu();
	kfree(object);
}
