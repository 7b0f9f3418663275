/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include <sched.h>

#include "core.h"
#include "park.h"
#include <cleat/poll.h>
#include <cleat/printk.h>
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
	host_park_hold();
	pthread_mutex_lock(PTHREAD(wq));
	for (struct host_waiter *w = wq->first; w; w = w->next) {
		if (w->park)
			host_park_wake(w->park);
		else if (__atomic_exchange_n(&w->poller->armed, false, __ATOMIC_ACQ_REL))
			w->poller->notify(w->poller);
	}
	pthread_mutex_unlock(PTHREAD(wq));
	host_park_let_go();
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
	host_park_arm(w->park);
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

/*
 * A link is on its queue as long as it has one. Both the poller and the queue may end first: each
 * takes the link off under both locks. The poller's comes first; the queue's end, which meets them the
 * other way round, tries.
 */
struct host_poll_link {
	struct host_waiter waiter;
	struct host_poll_link *next;
};

_Static_assert(sizeof(((struct host_poller *)0)->lock) >= sizeof(pthread_mutex_t),
	       "struct host_poller is too small");

#define POLLER(p) ((pthread_mutex_t *)(p)->lock)

static struct host_poll_link *find_link(struct host_poller *poller, const struct wait_queue_head *wq)
{
	struct host_poll_link *link = poller->links;

	while (link && link->waiter.queue != wq)
		link = link->next;
	return link;
}

static bool add_link(struct host_poller *poller, struct wait_queue_head *wq)
{
	/* One whose queue has ended is free for another. */
	struct host_poll_link *link = find_link(poller, NULL);

	if (!link) {
		link = calloc(1, sizeof(*link));
		if (!link)
			return false;
		link->next = poller->links;
		poller->links = link;
	}
	link->waiter.poller = poller;
	enqueue(wq, &link->waiter);
	return true;
}

void poll_wait(struct file *file, struct wait_queue_head *wq, struct poll_table_struct *pt)
{
	struct host_poller *poller = pt ? pt->poller : NULL;

	(void)file;
	if (!poller)
		return;
	pthread_mutex_lock(POLLER(poller));
	if (!find_link(poller, wq) && !add_link(poller, wq))
		pt->no_memory = true;
	pthread_mutex_unlock(POLLER(poller));
}

void host_poller_cancel(struct host_poller *poller)
{
	struct host_poll_link *link;

	pthread_mutex_lock(POLLER(poller));
	link = poller->links;
	poller->links = NULL;
	while (link) {
		struct host_poll_link *next = link->next;

		if (link->waiter.queue)
			dequeue(&link->waiter);
		free(link);
		link = next;
	}
	pthread_mutex_unlock(POLLER(poller));
}

/* False: its poller is busy, perhaps with leaving this very queue. */
static bool end_one(struct host_waiter *w)
{
	struct host_poller *poller = w->poller;

	if (!poller)
		cleat_bug(__FILE__, __LINE__, "a thread sleeps on a wait queue that ends");
	if (pthread_mutex_trylock(POLLER(poller)) != 0)
		return false;
	unlink_waiter(w);
	w->queue = NULL;
	if (__atomic_exchange_n(&poller->armed, false, __ATOMIC_ACQ_REL))
		poller->notify(poller);
	pthread_mutex_unlock(POLLER(poller));
	return true;
}

void cleat_wait_pollers_end(struct wait_queue_head *wq)
{
	bool left = true;

	while (left) {
		pthread_mutex_lock(PTHREAD(wq));
		while (wq->first && end_one(wq->first))
			;
		left = wq->first != NULL;
		pthread_mutex_unlock(PTHREAD(wq));
		if (left)
			sched_yield();
	}
}

void cleat_poll_queue_init(struct cleat_poll_queue *q)
{
	init_waitqueue_head(&q->wq);
	q->polled = false;
}

void cleat_poll_queue_wait(struct file *file, struct cleat_poll_queue *q,
			   struct poll_table_struct *pt)
{
	WRITE_ONCE(q->polled, true);
	poll_wait(file, &q->wq, pt);
}

void cleat_poll_queue_end(struct cleat_poll_queue *q)
{
	might_sleep();
	if (READ_ONCE(q->polled))
		cleat_wait_pollers_end(&q->wq);
}
