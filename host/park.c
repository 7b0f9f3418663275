/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "park.h"

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

int host_thread_id(void)
{
	static int last;

	if (!thread_id)
		thread_id = __atomic_add_fetch(&last, 1, __ATOMIC_RELAXED);
	return thread_id;
}
