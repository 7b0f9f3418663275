/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "workpool.h"

#include <cleat/printk.h>

pthread_mutex_t host_work_lock = PTHREAD_MUTEX_INITIALIZER;
DECLARE_WAIT_QUEUE_HEAD(host_work_ended);

struct workqueue_struct host_system_queue = {
	.end = &host_system_queue.first,
	.wake = PTHREAD_COND_INITIALIZER,
	.max_active = HOST_MAX_ACTIVE,
	.name = "events",
};
struct workqueue_struct *host_queues = &host_system_queue;

static u64 last_seq;
static __thread struct host_worker *this_worker;

bool host_work_runs(const struct work_struct *work, u64 up_to)
{
	for (struct workqueue_struct *wq = host_queues; wq; wq = wq->next)
		for (struct host_worker *w = wq->workers; w; w = w->next)
			if (w->running == work && w->seq <= up_to)
				return true;
	return false;
}

u64 host_work_seq(void)
{
	return last_seq;
}

bool host_work_inside(const struct work_struct *work)
{
	return this_worker && this_worker->running == work;
}

static struct work_struct *take(struct workqueue_struct *wq, struct work_struct **at)
{
	struct work_struct *work = *at;

	*at = work->next;
	if (wq->end == &work->next)
		wq->end = at;
	wq->n_queued--;
	work->state = WORK_IDLE;
	return work;
}

/* The first item whose function does not still run from before: that never runs twice at once. */
static struct work_struct *take_runnable(struct workqueue_struct *wq)
{
	for (struct work_struct **at = &wq->first; *at; at = &(*at)->next)
		if (!host_work_runs(*at, last_seq))
			return take(wq, at);
	return NULL;
}

static void run(struct host_worker *w, struct work_struct *work)
{
	void (*func)(struct work_struct *work) = work->func;

	w->running = work;
	w->seq = work->seq;
	pthread_mutex_unlock(&host_work_lock);
	func(work);
	pthread_mutex_lock(&host_work_lock);
	w->running = NULL;
	/* It may have been queued again, anywhere, and waited for this end. */
	for (struct workqueue_struct *wq = host_queues; wq; wq = wq->next)
		if (wq->first)
			pthread_cond_broadcast(&wq->wake);
	wake_up_all(&host_work_ended);
}

static void *worker_thread(void *arg)
{
	struct host_worker *w = arg;
	struct workqueue_struct *wq = w->wq;

	this_worker = w;
	pthread_mutex_lock(&host_work_lock);
	while (!wq->dying) {
		struct work_struct *work = take_runnable(wq);

		if (work) {
			run(w, work);
		} else {
			wq->n_idle++;
			pthread_cond_wait(&wq->wake, &host_work_lock);
			wq->n_idle--;
		}
	}
	pthread_mutex_unlock(&host_work_lock);
	return NULL;
}

/* Signals are for the other threads. */
static bool start(struct host_worker *w)
{
	sigset_t all, old;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	err = pthread_create(&w->thread, NULL, worker_thread, w);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
	if (!err)
		pthread_setname_np(w->thread, w->wq->name);
	return !err;
}

static void add_worker(struct workqueue_struct *wq)
{
	struct host_worker *w = calloc(1, sizeof(*w));

	if (w)
		w->wq = wq;
	if (w && start(w)) {
		w->next = wq->workers;
		wq->workers = w;
		wq->n_workers++;
		return;
	}
	free(w);
	/* The threads that are there come to it in the end. */
	if (!wq->n_workers)
		cleat_bug(__FILE__, __LINE__, "no thread for a workqueue");
}

void host_work_enqueue(struct workqueue_struct *wq, struct work_struct *work)
{
	work->state = WORK_QUEUED;
	work->wq = wq;
	work->seq = ++last_seq;
	work->next = NULL;
	*wq->end = work;
	wq->end = &work->next;
	wq->n_queued++;
	if (wq->n_queued > wq->n_idle && wq->n_workers < wq->max_active)
		add_worker(wq);
	pthread_cond_signal(&wq->wake);
}

bool host_work_dequeue(struct work_struct *work)
{
	struct work_struct **at;

	if (work->state == WORK_IDLE)
		return false;
	if (work->state == WORK_DELAYED) {
		work->wq->n_delayed--;
		work->state = WORK_IDLE;
	} else {
		for (at = &work->wq->first; *at != work; at = &(*at)->next)
			;
		take(work->wq, at);
	}
	wake_up_all(&host_work_ended);
	return true;
}

void host_workers_join(struct workqueue_struct *wq)
{
	pthread_mutex_lock(&host_work_lock);
	wq->dying = true;
	pthread_cond_broadcast(&wq->wake);
	pthread_mutex_unlock(&host_work_lock);
	while (wq->workers) {
		struct host_worker *w = wq->workers;

		wq->workers = w->next;
		pthread_join(w->thread, NULL);
		free(w);
	}
}
