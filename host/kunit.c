/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The process's half of the test runner: cases are ended by longjmp, the driver is called through
 * the core without any transport, and this process's own memory is the user's.
 */
#include "libc.h"

#include <setjmp.h>

#include "core.h"
#include "kunit.h"
#include "leak.h"
#include "log.h"
#include "park.h"
#include "timer.h"
#include "../kunit/world.h"
#include <cleat/genetlink.h>

/* What a case holds and gives back at its end, newest first. */
struct kunit_resource {
	struct kunit_resource *next;
	void (*free)(void *object);
	void *object;
};

struct kunit_thread {
	pthread_t thread;
	struct kunit *test;
	void (*fn)(struct kunit *test, void *arg);
	void *arg;
	struct host_call call;
	struct host_park *park;
	bool done, joined, process;
};

static __thread struct host_call *thread_call;

/* Threads of a case open and close files too. */
static pthread_mutex_t resource_lock = PTHREAD_MUTEX_INITIALIZER;

void *host_kunit_own(struct kunit *test, void *object, void (*free_object)(void *))
{
	struct kunit_resource *r = malloc(sizeof(*r));

	if (!r || !object)
		abort();
	*r = (struct kunit_resource){NULL, free_object, object};
	pthread_mutex_lock(&resource_lock);
	r->next = test->resources;
	test->resources = r;
	pthread_mutex_unlock(&resource_lock);
	return object;
}

void host_kunit_disown(struct kunit *test, const void *object)
{
	struct kunit_resource **at, *r;

	pthread_mutex_lock(&resource_lock);
	for (at = &test->resources; (*at)->object != object; at = &(*at)->next)
		;
	r = *at;
	*at = r->next;
	pthread_mutex_unlock(&resource_lock);
	free(r);
}

void *host_kunit_find(struct kunit *test, void (*free_object)(void *), const void *key)
{
	struct kunit_resource *r;

	pthread_mutex_lock(&resource_lock);
	for (r = test->resources; r; r = r->next)
		if (r->free == free_object && *(const void **)r->object == key)
			break;
	pthread_mutex_unlock(&resource_lock);
	return r ? r->object : NULL;
}

static struct kunit_resource *newest(struct kunit *test)
{
	struct kunit_resource *r;

	pthread_mutex_lock(&resource_lock);
	r = test->resources;
	if (r)
		test->resources = r->next;
	pthread_mutex_unlock(&resource_lock);
	return r;
}

struct host_call *host_kunit_call(void)
{
	return thread_call;
}

static void release_all(struct kunit *test)
{
	struct kunit_resource *r;

	while ((r = newest(test))) {
		r->free(r->object);
		free(r);
	}
}

void kunit_world_print(const char *line)
{
	puts(line);
	fflush(stdout);
}

void kunit_world_call(struct kunit *test, void (*body)(struct kunit *test))
{
	struct host_call call;
	jmp_buf end;

	host_call_init(&call);
	thread_call = &call;
	test->jump = &end;
	host_call_enter(&call);
	if (setjmp(end) == 0)
		body(test);
	release_all(test);
	host_call_leave(&call);
	thread_call = NULL;
}

void kunit_end_case(struct kunit *test)
{
	longjmp(*(jmp_buf *)test->jump, 1);
}

int kunit_world_init(void)
{
	return host_driver_start(NULL);
}

void kunit_world_exit(void)
{
	host_driver_stop();
}

int kunit_world_params(const char *const *params)
{
	return host_driver_params(params);
}

void kunit_time_pass(struct kunit *test, unsigned int ms)
{
	(void)test;
	host_time_pass(ms * 1000000ull);
}

int kunit_world_warnings(void)
{
	return host_log_warnings();
}

long kunit_live_objects(void)
{
	return host_leak_objects();
}

void kunit_become(struct kunit *test, unsigned int uid, unsigned int gid)
{
	struct task_struct *t = &thread_call->task;

	(void)test;
	t->uid = t->euid = uid;
	t->gid = t->egid = gid;
	t->caps_known = true;
	t->caps = uid ? 0 : ~0ull;
}

/* ---- threads ---- */

static void *thread_main(void *arg)
{
	struct kunit_thread *t = arg;

	thread_call = &t->call;
	t->call.task.pid = (pid_t)syscall(SYS_gettid);
	if (t->process)
		t->call.task.tgid = t->call.task.pid;
	host_call_enter(&t->call);
	__atomic_store_n(&t->park, host_park_self(), __ATOMIC_RELEASE);
	t->fn(t->test, t->arg);
	host_call_leave(&t->call);
	__atomic_store_n(&t->done, true, __ATOMIC_RELEASE);
	return NULL;
}

static void end_thread(void *object)
{
	struct kunit_thread *t = object;

	if (!t->joined) {
		host_call_interrupt(&t->call);
		pthread_join(t->thread, NULL);
	}
	free(t);
}

static struct kunit_thread *run_thread(struct kunit *test, void (*fn)(struct kunit *test, void *arg),
				       void *arg, bool process)
{
	struct kunit_thread *t = calloc(1, sizeof(*t));

	t->test = test;
	t->process = process;
	t->fn = fn;
	t->arg = arg;
	host_call_init(&t->call);
	if (pthread_create(&t->thread, NULL, thread_main, t) != 0)
		abort();
	return host_kunit_own(test, t, end_thread);
}

struct kunit_thread *kunit_thread_run(struct kunit *test, void (*fn)(struct kunit *test, void *arg), void *arg)
{
	return run_thread(test, fn, arg, false);
}

struct kunit_thread *kunit_process_run(struct kunit *test, void (*fn)(struct kunit *test, void *arg), void *arg)
{
	return run_thread(test, fn, arg, true);
}

void kunit_thread_join(struct kunit_thread *t)
{
	if (!t->joined)
		pthread_join(t->thread, NULL);
	t->joined = true;
}

void kunit_thread_signal(struct kunit_thread *t)
{
	host_call_interrupt(&t->call);
}

bool kunit_thread_asleep(struct kunit_thread *t)
{
	struct timespec pause = {.tv_nsec = 100000};

	for (;;) {
		struct host_park *park = __atomic_load_n(&t->park, __ATOMIC_ACQUIRE);

		if (__atomic_load_n(&t->done, __ATOMIC_ACQUIRE))
			return false;
		if (park && host_park_asleep(park))
			return true;
		nanosleep(&pause, NULL);
	}
}

int main(void)
{
	int err, failed;

	host_genl_offer();
	err = kunit_world_init();
	if (err) {
		printf("KTAP version 1\n1..1\nnot ok 1 init # %s: %s\n", host_driver_name(), strerror(-err));
		return 1;
	}
	failed = kunit_run(cleat_kunit_suites);
	failed += host_driver_stop();
	return failed ? 1 : 0;
}
