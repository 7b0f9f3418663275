/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "park.h"

#include "core.h"
#include <cleat/printk.h>

/*
 * A waker signals when it has let go of its locks, so that the sleeper does not run into them at once,
 * which costs more than all the rest of a wake-up; by then the sleeper's thread may be gone. So a bed
 * is never freed: the next new thread gets it, and a signal that comes late wakes that for nothing.
 */
enum { MAX_LATE = 16 };
static pthread_mutex_t beds_lock = PTHREAD_MUTEX_INITIALIZER;
static struct host_park *beds;
static pthread_key_t at_thread_end;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static __thread struct host_park *self;
static __thread int thread_id;

/* How many locks this thread holds that a sleeper could want, and whom it has to signal then. */
static __thread int holding, n_late;
static __thread struct host_park *late[MAX_LATE];

static void give_back(void *bed)
{
	struct host_park *park = bed;

	self = NULL;
	pthread_mutex_lock(&beds_lock);
	park->next = beds;
	beds = park;
	pthread_mutex_unlock(&beds_lock);
}

static void begin(void)
{
	pthread_key_create(&at_thread_end, give_back);
}

static struct host_park *new_bed(void)
{
	struct host_park *park = calloc(1, sizeof(*park));
	pthread_condattr_t attr;

	if (!park)
		cleat_bug(__FILE__, __LINE__, "no memory for a thread");
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_mutex_init(&park->lock, NULL);
	pthread_cond_init(&park->wake, &attr);
	pthread_condattr_destroy(&attr);
	return park;
}

struct host_park *host_park_self(void)
{
	struct host_park *park;

	if (self)
		return self;
	pthread_once(&once, begin);
	pthread_mutex_lock(&beds_lock);
	park = beds;
	if (park)
		beds = park->next;
	pthread_mutex_unlock(&beds_lock);
	if (!park)
		park = new_bed();
	pthread_mutex_lock(&park->lock);
	park->token = false;
	pthread_mutex_unlock(&park->lock);
	pthread_setspecific(at_thread_end, park);
	self = park;
	return park;
}

void host_park_wake(struct host_park *park)
{
	pthread_mutex_lock(&park->lock);
	park->token = true;
	pthread_mutex_unlock(&park->lock);
	if (holding && n_late < MAX_LATE)
		late[n_late++] = park;
	else
		pthread_cond_signal(&park->wake);
}

void host_park_hold(void)
{
	holding++;
}

void host_park_let_go(void)
{
	if (--holding)
		return;
	for (int i = 0; i < n_late; i++)
		pthread_cond_signal(&late[i]->wake);
	n_late = 0;
}

bool host_park_asleep(struct host_park *park)
{
	bool asleep;

	pthread_mutex_lock(&park->lock);
	asleep = (park->asleep && !park->token) || park->blocked;
	pthread_mutex_unlock(&park->lock);
	return asleep;
}

void host_park_block(bool begin)
{
	struct host_park *park = host_park_self();

	pthread_mutex_lock(&park->lock);
	park->blocked = begin;
	pthread_mutex_unlock(&park->lock);
}

bool host_park_sleep(struct host_park *park, const struct timespec *end)
{
	struct host_call *call = host_call_current();
	int err = 0;

	if (call)
		call->sleeps++;
	pthread_mutex_lock(&park->lock);
	park->asleep = true;
	while (!park->token && !err)
		err = end ? pthread_cond_timedwait(&park->wake, &park->lock, end)
			  : pthread_cond_wait(&park->wake, &park->lock);
	park->asleep = false;
	pthread_mutex_unlock(&park->lock);
	return !err;
}

int host_thread_id(void)
{
	static int last;

	if (!thread_id)
		thread_id = __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
	return thread_id;
}
