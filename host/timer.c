/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * One thread runs all timers, in atomic context. The queue is a pairing heap under one lock; the
 * timer whose function runs is off the queue, and "running" names it, so that a cancel can wait.
 * After its function a timer is only touched when the function asks to be put back: it may have
 * freed its object.
 */
#include "libc.h"

#include "clock.h"
#include "park.h"
#include <cleat/hrtimer.h>
#include <cleat/printk.h>
#include <cleat/timer.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed, finished, idle;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static struct host_timer *heap, *running;
static int armed;
static __thread bool on_timer_thread;

/* ---- the heap ---- */

static struct host_timer *meld(struct host_timer *a, struct host_timer *b)
{
	if (!a || !b)
		return a ? a : b;
	if (b->expires < a->expires)
		swap(a, b);
	b->prev = a;
	b->next = a->child;
	if (a->child)
		a->child->prev = b;
	a->child = b;
	return a;
}

/* Brothers become one heap: in pairs from the left, then the pairs from the right. */
static struct host_timer *meld_brothers(struct host_timer *first)
{
	struct host_timer *pairs = NULL, *all = NULL;

	while (first) {
		struct host_timer *a = first, *b = a->next, *pair;

		first = b ? b->next : NULL;
		a->next = a->prev = NULL;
		if (b)
			b->next = b->prev = NULL;
		pair = meld(a, b);
		pair->next = pairs;
		pairs = pair;
	}
	while (pairs) {
		struct host_timer *next = pairs->next;

		pairs->next = NULL;
		all = meld(all, pairs);
		pairs = next;
	}
	return all;
}

static void insert(struct host_timer *t, u64 expires)
{
	t->expires = expires;
	t->child = t->next = t->prev = NULL;
	t->queued = true;
	heap = meld(heap, t);
	armed++;
	if (heap == t)
		pthread_cond_signal(&changed);
}

static bool take_off(struct host_timer *t)
{
	struct host_timer *below;

	if (!t->queued)
		return false;
	below = meld_brothers(t->child);
	if (t == heap) {
		heap = below;
	} else {
		if (t->prev->child == t)
			t->prev->child = t->next;
		else
			t->prev->next = t->next;
		if (t->next)
			t->next->prev = t->prev;
		heap = meld(heap, below);
	}
	t->queued = false;
	armed--;
	return true;
}

/* ---- the thread ---- */

static void run(struct host_timer *t)
{
	bool again;

	take_off(t);
	running = t;
	pthread_mutex_unlock(&lock);
	cleat_atomic_enter();
	again = t->run(t);
	cleat_atomic_leave();
	pthread_mutex_lock(&lock);
	if (again && !t->queued)
		insert(t, t->expires);
	running = NULL;
	pthread_cond_broadcast(&finished);
}

static bool due(void)
{
	return heap && heap->expires <= host_clock_ns();
}

static void *timer_thread(void *unused)
{
	(void)unused;
	on_timer_thread = true;
	pthread_mutex_lock(&lock);
	for (;;) {
		while (due())
			run(heap);
		pthread_cond_broadcast(&idle);
		if (heap) {
			u64 at = host_clock_real(heap->expires);
			struct timespec ts = {.tv_sec = (time_t)(at / NSEC_PER_SEC),
					      .tv_nsec = (long)(at % NSEC_PER_SEC)};

			pthread_cond_timedwait(&changed, &lock, &ts);
		} else {
			pthread_cond_wait(&changed, &lock);
		}
	}
	return NULL;
}

/* Signals are for the other threads. */
static void begin(void)
{
	pthread_condattr_t attr;
	sigset_t all, old;
	pthread_t thread;

	pthread_condattr_init(&attr);
	pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
	pthread_cond_init(&changed, &attr);
	pthread_cond_init(&finished, &attr);
	pthread_cond_init(&idle, &attr);
	pthread_condattr_destroy(&attr);
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &old);
	if (pthread_create(&thread, NULL, timer_thread, NULL) != 0)
		cleat_bug(__FILE__, __LINE__, "no thread for the timers");
	pthread_setname_np(thread, "cleat-timer");
	pthread_detach(thread);
	pthread_sigmask(SIG_SETMASK, &old, NULL);
}

static void enter(void)
{
	pthread_once(&once, begin);
	pthread_mutex_lock(&lock);
}

static void leave(void)
{
	pthread_mutex_unlock(&lock);
}

/* The lock is held. A wait without end is the driver's: fn wants a lock that the caller holds. */
static void wait_for_end(const struct host_timer *t)
{
	enum { PATIENCE_S = 5 };
	struct timespec end;

	if (running == t && on_timer_thread)
		cleat_bug(__FILE__, __LINE__, "a timer's function waits for its own end");
	clock_gettime(CLOCK_MONOTONIC, &end);
	end.tv_sec += PATIENCE_S;
	while (running == t)
		if (pthread_cond_timedwait(&finished, &lock, &end) == ETIMEDOUT && running == t) {
			printk(KERN_ERR "a timer's function has not ended for %d seconds: does it "
					"want a lock that the caller of _sync or _cancel holds?\n",
			       PATIENCE_S);
			end.tv_sec += 3600;
		}
}

/* Take @t off and wait for its function; it may put itself back meanwhile. */
static bool stop(struct host_timer *t)
{
	bool was = take_off(t) || running == t;

	do {
		wait_for_end(t);
	} while (take_off(t));
	return was;
}

int host_timers_armed(void)
{
	int n;

	pthread_mutex_lock(&lock);
	n = armed;
	pthread_mutex_unlock(&lock);
	return n;
}

void host_time_pass(u64 ns)
{
	u64 target = host_clock_ns() + ns;

	enter();
	for (;;) {
		u64 now = host_clock_ns(), next = heap ? min(heap->expires, target) : target;

		if (next > now)
			host_clock_add(next - now);
		if (!due() && !running)
			break;
		pthread_cond_signal(&changed);
		pthread_cond_wait(&idle, &lock);
	}
	leave();
}

/* ---- struct timer_list ---- */

static bool run_list(struct host_timer *base)
{
	struct timer_list *timer = container_of(base, struct timer_list, base);
	void (*fn)(struct timer_list *) = __atomic_load_n(&timer->function, __ATOMIC_ACQUIRE);

	if (fn)
		fn(timer);
	return false;
}

void timer_setup(struct timer_list *timer, void (*fn)(struct timer_list *timer), unsigned int flags)
{
	(void)flags;
	*timer = (struct timer_list){.base.run = run_list, .function = fn};
}

int mod_timer(struct timer_list *timer, unsigned long expires)
{
	bool was = false;

	enter();
	if (timer->function) {
		was = take_off(&timer->base);
		insert(&timer->base, host_jiffies_to_clock(expires));
	}
	leave();
	return was;
}

int timer_pending(const struct timer_list *timer)
{
	bool queued;

	enter();
	queued = timer->base.queued;
	leave();
	return queued;
}

int timer_delete_sync(struct timer_list *timer)
{
	bool was;

	enter();
	was = take_off(&timer->base);
	wait_for_end(&timer->base);
	was |= take_off(&timer->base);
	leave();
	return was;
}

int timer_shutdown_sync(struct timer_list *timer)
{
	bool was;

	enter();
	was = take_off(&timer->base);
	__atomic_store_n(&timer->function, NULL, __ATOMIC_RELEASE);
	wait_for_end(&timer->base);
	leave();
	return was;
}

/* ---- struct hrtimer ---- */

static bool run_hrtimer(struct host_timer *base)
{
	struct hrtimer *timer = container_of(base, struct hrtimer, base);

	return timer->function(timer) == HRTIMER_RESTART;
}

void hrtimer_setup(struct hrtimer *timer, enum hrtimer_restart (*fn)(struct hrtimer *timer),
		   int clock, enum hrtimer_mode mode)
{
	(void)clock;
	(void)mode;
	*timer = (struct hrtimer){.base.run = run_hrtimer, .function = fn};
}

void hrtimer_start(struct hrtimer *timer, ktime_t time, enum hrtimer_mode mode)
{
	u64 base = mode == HRTIMER_MODE_REL ? host_clock_ns() : 0, after = time < 0 ? 0 : (u64)time;

	enter();
	take_off(&timer->base);
	insert(&timer->base, base + after);
	leave();
}

u64 hrtimer_forward_now(struct hrtimer *timer, ktime_t interval)
{
	u64 now = host_clock_ns(), over;

	enter();
	if (WARN_ON(timer->base.queued || interval <= 0) || now < timer->base.expires) {
		over = 0;
	} else {
		over = (now - timer->base.expires) / (u64)interval + 1;
		timer->base.expires += over * (u64)interval;
	}
	leave();
	return over;
}

ktime_t hrtimer_get_remaining(const struct hrtimer *timer)
{
	ktime_t left;

	enter();
	left = (ktime_t)(timer->base.expires - host_clock_ns());
	leave();
	return left;
}

bool hrtimer_active(const struct hrtimer *timer)
{
	bool active;

	enter();
	active = timer->base.queued || running == &timer->base;
	leave();
	return active;
}

int hrtimer_cancel(struct hrtimer *timer)
{
	bool was;

	enter();
	was = stop(&timer->base);
	leave();
	return was;
}
