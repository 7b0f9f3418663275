/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "park.h"

#include "core.h"

static __thread struct host_park self;
static __thread bool self_ready;
static __thread int thread_id;

struct host_park *host_park_self(void)
{
	pthread_condattr_t attr;

	if (self_ready)
		return &self;
	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_mutex_init(&self.lock, NULL);
	pthread_cond_init(&self.wake, &attr);
	pthread_condattr_destroy(&attr);
	self_ready = true;
	return &self;
}

void host_park_wake(struct host_park *park)
{
	pthread_mutex_lock(&park->lock);
	park->token = true;
	pthread_cond_signal(&park->wake);
	pthread_mutex_unlock(&park->lock);
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
