/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "workpool.h"

#include "timer.h"
#include <cleat/printk.h>
#include <cleat/sched.h>
#include <cleat/slab.h>
#include <cleat/timer.h>

static void lock(void)
{
	pthread_mutex_lock(&host_work_lock);
}

static void unlock(void)
{
	pthread_mutex_unlock(&host_work_lock);
}

static void not_inside(const struct work_struct *work)
{
	if (host_work_inside(work))
		cleat_bug(__FILE__, __LINE__, "a work function waits for its own end");
}

/* ---- work ---- */

bool queue_work(struct workqueue_struct *wq, struct work_struct *work)
{
	bool ok;

	lock();
	ok = work->state == WORK_IDLE && !work->canceling;
	if (ok)
		host_work_enqueue(wq, work);
	unlock();
	return ok;
}

bool schedule_work(struct work_struct *work)
{
	return queue_work(&host_system_queue, work);
}

bool work_pending(struct work_struct *work)
{
	bool pending;

	lock();
	pending = work->state != WORK_IDLE;
	unlock();
	return pending;
}

static bool is_done(struct work_struct *work, u64 up_to)
{
	bool done;

	lock();
	done = !host_work_runs(work, up_to) && !(work->state == WORK_QUEUED && work->seq <= up_to);
	unlock();
	return done;
}

bool flush_work(struct work_struct *work)
{
	u64 up_to;
	bool any;

	might_sleep();
	not_inside(work);
	lock();
	up_to = host_work_seq();
	any = work->state == WORK_QUEUED || host_work_runs(work, up_to);
	unlock();
	wait_event(host_work_ended, is_done(work, up_to));
	return any;
}

/* The count keeps the function from queueing itself again while its end is awaited. */
static void begin_cancel(struct work_struct *work)
{
	might_sleep();
	not_inside(work);
	lock();
	work->canceling++;
	unlock();
}

static bool end_cancel(struct work_struct *work)
{
	bool was;

	lock();
	was = host_work_dequeue(work);
	unlock();
	wait_event(host_work_ended, is_done(work, ~0ull));
	lock();
	work->canceling--;
	unlock();
	return was;
}

bool cancel_work_sync(struct work_struct *work)
{
	begin_cancel(work);
	return end_cancel(work);
}

/* ---- delayed work ---- */

static void delay_over(struct timer_list *timer)
{
	struct delayed_work *dw = container_of(timer, struct delayed_work, timer);

	lock();
	if (dw->work.state == WORK_DELAYED) {
		dw->work.wq->n_delayed--;
		host_work_enqueue(dw->work.wq, &dw->work);
	}
	unlock();
}

void cleat_init_delayed_work(struct delayed_work *dw, void (*fn)(struct work_struct *work))
{
	INIT_WORK(&dw->work, fn);
	timer_setup(&dw->timer, delay_over, 0);
}

static void delay(struct workqueue_struct *wq, struct delayed_work *dw, unsigned long time)
{
	if (!time) {
		host_work_enqueue(wq, &dw->work);
		return;
	}
	dw->work.state = WORK_DELAYED;
	dw->work.wq = wq;
	wq->n_delayed++;
	mod_timer(&dw->timer, jiffies + time);
}

bool queue_delayed_work(struct workqueue_struct *wq, struct delayed_work *dw, unsigned long time)
{
	bool ok;

	lock();
	ok = dw->work.state == WORK_IDLE && !dw->work.canceling;
	if (ok)
		delay(wq, dw, time);
	unlock();
	return ok;
}

bool schedule_delayed_work(struct delayed_work *dw, unsigned long time)
{
	return queue_delayed_work(&host_system_queue, dw, time);
}

bool cleat_mod_delayed_work(struct delayed_work *dw, unsigned long time)
{
	bool was;

	/* No old timer may come in between and cut the new time short. */
	timer_delete_sync(&dw->timer);
	lock();
	was = host_work_dequeue(&dw->work);
	if (!dw->work.canceling)
		delay(&host_system_queue, dw, time);
	unlock();
	return was;
}

bool flush_delayed_work(struct delayed_work *dw)
{
	if (timer_delete_sync(&dw->timer))
		delay_over(&dw->timer);
	return flush_work(&dw->work);
}

bool cancel_delayed_work_sync(struct delayed_work *dw)
{
	begin_cancel(&dw->work);
	timer_delete_sync(&dw->timer);
	return end_cancel(&dw->work);
}

/* ---- queues ---- */

struct workqueue_struct *alloc_workqueue(const char *fmt, unsigned int flags, int max_active, ...)
{
	struct workqueue_struct *wq = kzalloc_obj(*wq);
	va_list ap;

	if (!wq)
		return NULL;
	va_start(ap, max_active);
	vsnprintf(wq->name, sizeof(wq->name), fmt, ap);
	va_end(ap);
	pthread_cond_init(&wq->wake, NULL);
	wq->max_active = max_active > 0 ? min(max_active, (int)HOST_MAX_ACTIVE) : HOST_MAX_ACTIVE;
	wq->end = &wq->first;
	lock();
	wq->next = host_queues;
	host_queues = wq;
	unlock();
	return wq;
}

static int left(const struct workqueue_struct *wq)
{
	int n = wq->n_queued;

	for (const struct host_worker *w = wq->workers; w; w = w->next)
		n += w->running != NULL;
	return n;
}

static bool is_drained(const struct workqueue_struct *wq)
{
	bool drained;

	lock();
	drained = !left(wq);
	unlock();
	return drained;
}

static void unlink_queue(struct workqueue_struct *wq)
{
	struct workqueue_struct **at = &host_queues;

	while (*at != wq)
		at = &(*at)->next;
	*at = wq->next;
}

void destroy_workqueue(struct workqueue_struct *wq)
{
	might_sleep();
	wait_event(host_work_ended, is_drained(wq));
	lock();
	if (wq->n_delayed) {
		printk(KERN_ERR "workqueue %s: destroyed while %d items are on a delay\n", wq->name,
		       wq->n_delayed);
		cleat_bug(__FILE__, __LINE__, "cancel delayed work first");
	}
	unlink_queue(wq);
	unlock();
	host_workers_join(wq);
	pthread_cond_destroy(&wq->wake);
	kfree(wq);
}

int host_work_left(void)
{
	int n = 0;

	lock();
	for (struct workqueue_struct *wq = host_queues; wq; wq = wq->next)
		n += left(wq);
	unlock();
	return n;
}
