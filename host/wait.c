/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "core.h"
#include "park.h"
#include <cleat/poll.h>
#include <cleat/wait.h>

_Static_assert(sizeof(((struct wait_queue_head *)0)->pthread) >= sizeof(pthread_mutex_t),
	       "struct wait_queue_head is too small");

#define PTHREAD(wq) ((pthread_mutex_t *)(wq)->pthread)

static void enqueue(struct wait_queue_head *wq, struct host_waiter *w)
{
	w->queue = wq;
	w->prev = NULL;
	pthread_mutex_lock(PTHREAD(wq));
	w->next = wq->first;
	if (wq->first)
		wq->first->prev = w;
	wq->first = w;
	pthread_mutex_unlock(PTHREAD(wq));
}

static void unlink_waiter(struct host_waiter *w)
{
	struct wait_queue_head *wq = w->queue;

	if (w->prev)
		w->prev->next = w->next;
	else
		wq->first = w->next;
	if (w->next)
		w->next->prev = w->prev;
}

static void dequeue(struct host_waiter *w)
{
	struct wait_queue_head *wq = w->queue;

	pthread_mutex_lock(PTHREAD(wq));
	unlink_waiter(w);
	pthread_mutex_unlock(PTHREAD(wq));
}

void init_waitqueue_head(struct wait_queue_head *wq)
{
	pthread_mutex_init(PTHREAD(wq), NULL);
	wq->first = NULL;
}

void wake_up(struct wait_queue_head *wq)
{
	pthread_mutex_lock(PTHREAD(wq));
	for (struct host_waiter *w = wq->first; w; w = w->next) {
		if (w->park)
			host_park_wake(w->park);
		else if (__atomic_exchange_n(&w->poller->armed, false, __ATOMIC_ACQ_REL))
			w->poller->notify(w->poller);
	}
	pthread_mutex_unlock(PTHREAD(wq));
}

bool wq_has_sleeper(struct wait_queue_head *wq)
{
	bool any;

	pthread_mutex_lock(PTHREAD(wq));
	any = wq->first != NULL;
	pthread_mutex_unlock(PTHREAD(wq));
	return any;
}

void cleat_wait_begin(struct wait_queue_head *wq, struct host_waiter *w)
{
	*w = (struct host_waiter){.park = host_park_self()};
	enqueue(wq, w);
}

void cleat_wait_end(struct host_waiter *w)
{
	dequeue(w);
}

bool cleat_wait_arm(struct host_waiter *w, bool interruptible)
{
	pthread_mutex_lock(&w->park->lock);
	w->park->token = false;
	pthread_mutex_unlock(&w->park->lock);
	return interruptible && signal_pending(current);
}

long cleat_wait_sleep(struct host_waiter *w, long left)
{
	struct timespec begin, end;
	long passed;

	might_sleep();
	if (left < 0) {
		host_park_sleep(w->park, NULL);
		return left;
	}
	clock_gettime(CLOCK_MONOTONIC, &begin);
	end.tv_sec = begin.tv_sec + left / 1000;
	end.tv_nsec = begin.tv_nsec + left % 1000 * 1000000;
	end.tv_sec += end.tv_nsec / 1000000000;
	end.tv_nsec %= 1000000000;
	if (!host_park_sleep(w->park, &end))
		return 0;
	clock_gettime(CLOCK_MONOTONIC, &end);
	passed = (end.tv_sec - begin.tv_sec) * 1000 + (end.tv_nsec - begin.tv_nsec) / 1000000;
	return passed < left ? left - passed : 0;
}

/* ---- pollers ---- */

struct host_poll_link {
	struct host_waiter waiter;
	struct host_poll_link *next;
};

void poll_wait(struct file *file, struct wait_queue_head *wq, struct poll_table_struct *pt)
{
	struct host_poll_link *link;

	(void)file;
	if (!pt || !pt->poller)
		return;
	link = calloc(1, sizeof(*link));
	if (!link) {
		pt->no_memory = true;
		return;
	}
	link->waiter.poller = pt->poller;
	link->next = pt->poller->links;
	pt->poller->links = link;
	enqueue(wq, &link->waiter);
}

void host_poller_cancel(struct host_poller *poller)
{
	struct host_poll_link *link = poller->links;

	poller->links = NULL;
	while (link) {
		struct host_poll_link *next = link->next;

		dequeue(&link->waiter);
		free(link);
		link = next;
	}
}
