/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A timer and a piece of work that begin each other: which one has to end first. */
#include <cleat/slab.h>
#include <cleat/timer.h>
#include <cleat/workqueue.h>

/* The timer queues the work. */
struct poller {
	struct timer_list timer;
	struct work_struct work;
	u32 n;
};
DEFINE_TIMER_FUNCTIONS(poller_timer, struct poller, timer, poller_tick);
DEFINE_WORK_FUNCTIONS(poller_work, struct poller, work, poller_do);

static void poller_tick(struct poller *p)
{
	if (p->n < 10)
		poller_work_queue(p);
}

static void poller_do(struct poller *p)
{
	p->n++;
}

/* good */
void poller_start(struct poller *p)
{
	poller_timer_mod(p, 3);
}

/* bad: the timer queues it again meanwhile */
void poller_free_wrong(struct poller *__own p)
{
	poller_work_cancel_sync(p);
	poller_timer_delete_sync(p);
	kfree(p);
}

/* good */
void poller_free(struct poller *__own p)
{
	poller_timer_delete_sync(p);
	poller_work_cancel_sync(p);
	kfree(p);
}

/* good: it lives on */
void poller_pause(struct poller *p)
{
	poller_work_cancel_sync(p);
}

/* bad: in a helper */
static void poller_stop_wrong(struct poller *p)
{
	poller_work_cancel_sync(p);
	poller_timer_shutdown_sync(p);
}
void poller_end_wrong(struct poller *__own p)
{
	poller_stop_wrong(p);
	kfree(p);
}

/* good: the timer was never armed */
int poller_try(void)
{
	struct poller *p = kzalloc_obj(*p);

	if (!p)
		return -ENOMEM;
	poller_timer_setup(p);
	poller_work_init(p);
	poller_work_cancel_sync(p);
	kfree(p);
	return 0;
}

/* Each begins the other. */
struct both {
	struct timer_list timer;
	struct work_struct work;
	u32 n;
};
DEFINE_TIMER_FUNCTIONS(both_timer, struct both, timer, both_tick);
DEFINE_WORK_FUNCTIONS(both_work, struct both, work, both_do);

static void both_tick(struct both *b)
{
	both_work_queue(b);
}

static void both_rearm(struct both *b)
{
	both_timer_mod(b, 3);
}

static void both_do(struct both *b)
{
	b->n++;
	both_rearm(b);
}

/* bad: the work arms the timer again */
void both_free_wrong(struct both *__own b)
{
	both_timer_delete_sync(b);
	both_work_cancel_sync(b);
	kfree(b);
}

/* good: shut down, the timer cannot be armed again */
void both_free(struct both *__own b)
{
	both_timer_shutdown_sync(b);
	both_work_cancel_sync(b);
	kfree(b);
}

/*
 * check:
 *	38: CL112: 'p' is freed while 'p->work' may still be in use by others
 *	64: CL112: 'p' is freed while 'p->work' may still be in use by others
 *	111: CL112: 'b' is freed while 'b->timer' may still be in use by others
 */
