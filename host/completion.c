/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * complete() wakes under the completion's lock, and a waiter takes that lock to see that it is
 * done: when the wait returns, complete() no longer touches the completion, which may be on the
 * waiter's stack.
 */
#include "libc.h"


#include <cleat/completion.h>

_Static_assert(sizeof(((struct completion *)0)->pthread) >= sizeof(pthread_mutex_t),
	       "struct completion is too small");

#define PTHREAD(x) ((pthread_mutex_t *)(x)->pthread)

void init_completion(struct completion *x)
{
	pthread_mutex_init(PTHREAD(x), NULL);
	init_waitqueue_head(&x->wait);
	x->done = 0;
}

void reinit_completion(struct completion *x)
{
	pthread_mutex_lock(PTHREAD(x));
	x->done = 0;
	pthread_mutex_unlock(PTHREAD(x));
}

void complete(struct completion *x)
{
	pthread_mutex_lock(PTHREAD(x));
	if (x->done < UINT_MAX)
		x->done++;
	wake_up(&x->wait);
	pthread_mutex_unlock(PTHREAD(x));
}

void complete_all(struct completion *x)
{
	pthread_mutex_lock(PTHREAD(x));
	x->done = UINT_MAX;
	wake_up(&x->wait);
	pthread_mutex_unlock(PTHREAD(x));
}

bool try_wait_for_completion(struct completion *x)
{
	bool done;

	pthread_mutex_lock(PTHREAD(x));
	done = x->done > 0;
	if (done && x->done < UINT_MAX)
		x->done--;
	pthread_mutex_unlock(PTHREAD(x));
	return done;
}

bool completion_done(struct completion *x)
{
	bool done;

	pthread_mutex_lock(PTHREAD(x));
	done = x->done > 0;
	pthread_mutex_unlock(PTHREAD(x));
	return done;
}

void wait_for_completion(struct completion *x)
{
	might_sleep();
	wait_event(x->wait, try_wait_for_completion(x));
}

int wait_for_completion_interruptible(struct completion *x)
{
	might_sleep();
	return wait_event_interruptible(x->wait, try_wait_for_completion(x));
}

int wait_for_completion_killable(struct completion *x)
{
	return wait_for_completion_interruptible(x);
}

unsigned long wait_for_completion_timeout(struct completion *x, unsigned long timeout)
{
	might_sleep();
	return (unsigned long)wait_event_timeout(x->wait, try_wait_for_completion(x),
						 (long)min(timeout, (unsigned long)LONG_MAX));
}

long wait_for_completion_interruptible_timeout(struct completion *x, unsigned long timeout)
{
	might_sleep();
	return wait_event_interruptible_timeout(x->wait, try_wait_for_completion(x),
						(long)min(timeout, (unsigned long)LONG_MAX));
}
