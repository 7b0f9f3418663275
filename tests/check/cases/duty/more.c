/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What must end before its object does: work, timers, nodes, files below debugfs, elements of lists. */
#include "../../corpus/corpus.h"
#include <cleat/debugfs.h>
#include <cleat/hrtimer.h>
#include <cleat/list.h>
#include <cleat/miscdevice.h>
#include <cleat/rbtree.h>
#include <cleat/timer.h>
#include <cleat/workqueue.h>

struct job { struct cleat_list_link link; struct cleat_rb_link node; u32 id; u8 *__own __opt data; };
DEFINE_LIST(jobs, struct job, link);
DEFINE_RBTREE(job_tree, struct job, node, id);
struct store {
	struct mutex lock;
	u32 n;
	struct jobs queue __guarded_by(&lock);
	struct job_tree tree __guarded_by(&lock);
};
struct eng {
	struct work_struct work;
	struct delayed_work late;
	struct timer_list timer;
	struct hrtimer hr;
	struct miscdevice misc;
	u32 n;
	bool on;
};
DEFINE_WORK_FUNCTIONS(eng_work, struct eng, work, eng_run);
DEFINE_DELAYED_WORK_FUNCTIONS(eng_late, struct eng, late, eng_run_late);
DEFINE_TIMER_FUNCTIONS(eng_timer, struct eng, timer, eng_tick);
DEFINE_HRTIMER_FUNCTIONS(eng_hr, struct eng, hr, eng_hr_tick);
static void eng_run(struct eng *e) { e->n++; }
static void eng_run_late(struct eng *e) { e->n++; }
static void eng_tick(struct eng *e) { eng_work_queue(e); }
static enum hrtimer_restart eng_hr_tick(struct eng *e) { e->n--; return HRTIMER_NORESTART; }
int hw_probe(struct eng *e);

void start(struct eng *e)
{
	eng_work_queue(e);
	eng_late_queue(e, 10);
	eng_timer_mod(e, 10);
	eng_hr_start(e, 10);
}

/* bad: everything may still run */
void drop(struct eng *__own e)
{
	kfree(e);
}

/* bad: the delayed work is forgotten */
void drop_most(struct eng *__own e)
{
	eng_timer_shutdown_sync(e);
	eng_hr_cancel(e);
	eng_work_cancel_sync(e);
	kfree(e);
}

/* good */
void drop_all(struct eng *__own e)
{
	eng_timer_shutdown_sync(e);
	eng_hr_cancel(e);
	eng_work_cancel_sync(e);
	eng_late_cancel_sync(e);
	kfree(e);
}

/* bad: flushed, not cancelled */
void drop_flush(struct eng *__own e)
{
	eng_timer_shutdown_sync(e);
	eng_hr_cancel(e);
	eng_late_cancel_sync(e);
	eng_work_flush(e);
	kfree(e);
}

/* bad: queued again after the cancel */
void drop_requeue(struct eng *__own e)
{
	eng_timer_shutdown_sync(e);
	eng_hr_cancel(e);
	eng_late_cancel_sync(e);
	eng_work_cancel_sync(e);
	eng_work_queue(e);
	kfree(e);
}

/* bad: ended on one path */
void drop_maybe(struct eng *__own e)
{
	eng_timer_shutdown_sync(e);
	eng_hr_cancel(e);
	eng_late_cancel_sync(e);
	if (e->on)
		eng_work_cancel_sync(e);
	kfree(e);
}

/* bad: made, started, and freed when the probe fails */
int make(void)
{
	struct eng *e = kzalloc_obj(*e);
	int err;

	if (!e)
		return -ENOMEM;
	eng_work_init(e);
	eng_work_queue(e);
	err = hw_probe(e);
	kfree(e);
	return err;
}

/* good: nothing was started yet */
int make_well(void)
{
	struct eng *e = kzalloc_obj(*e);
	int err;

	if (!e)
		return -ENOMEM;
	eng_work_init(e);
	err = hw_probe(e);
	kfree(e);
	return err;
}

/* bad: on the stack, and still queued at the return */
int on_stack(void)
{
	struct eng e = {.n = 1};

	eng_work_init(&e);
	eng_work_queue(&e);
	return hw_probe(&e);
}

/* good: waited for */
int on_stack_well(void)
{
	struct eng e = {.n = 1};
	int err;

	eng_work_init(&e);
	eng_work_queue(&e);
	err = hw_probe(&e);
	eng_work_cancel_sync(&e);
	return err;
}

/* bad: the scope frees what is queued */
int by_scope(void)
{
	struct eng *e __free(kfree) = kzalloc_obj(*e);

	if (!e)
		return -ENOMEM;
	eng_work_init(e);
	eng_work_queue(e);
	return hw_probe(e);
}

/* bad: freed while it is on the list */
int add(struct store *g, u32 id)
{
	struct job *j = kzalloc_obj(*j);

	if (!j)
		return -ENOMEM;
	j->id = id;
	guard(mutex)(&g->lock);
	jobs_add(&g->queue, j);
	if (id > 8) {
		kfree(j);
		return -EINVAL;
	}
	return 0;
}

/* good: taken off first */
int add_well(struct store *g, u32 id)
{
	struct job *j = kzalloc_obj(*j);

	if (!j)
		return -ENOMEM;
	j->id = id;
	guard(mutex)(&g->lock);
	jobs_add(&g->queue, j);
	if (id > 8) {
		jobs_del(&g->queue, j);
		kfree(j);
		return -EINVAL;
	}
	return 0;
}

/* bad: on two containers, taken off one */
void two(struct store *g, struct job *__own j)
{
	guard(mutex)(&g->lock);
	jobs_add(&g->queue, j);
	job_tree_add(&g->tree, j);
	jobs_del(&g->queue, j);
	kfree(j->data);
	kfree(j);
}

/* good */
void two_well(struct store *g, struct job *__own j)
{
	guard(mutex)(&g->lock);
	jobs_add(&g->queue, j);
	job_tree_add(&g->tree, j);
	jobs_del(&g->queue, j);
	job_tree_erase(&g->tree, j);
	kfree(j->data);
	kfree(j);
}

/* bad: the local element is still on the list at the return */
void local_elem(struct store *g)
{
	struct job j = {.id = 1};

	guard(mutex)(&g->lock);
	jobs_add(&g->queue, &j);
	g->n++;
}

/* good: taken off before */
void local_elem_well(struct store *g)
{
	struct job j = {.id = 1};

	guard(mutex)(&g->lock);
	jobs_add(&g->queue, &j);
	g->n++;
	jobs_del(&g->queue, &j);
}

/* bad: freed in the walk, still linked */
void purge(struct store *g)
{
	guard(mutex)(&g->lock);
	cleat_list_for_each(jobs, j, &g->queue) {
		kfree(j->data);
		kfree(j);
	}
}

/* good */
void purge_well(struct store *g)
{
	guard(mutex)(&g->lock);
	cleat_list_for_each(jobs, j, &g->queue) {
		jobs_del(&g->queue, j);
		kfree(j->data);
		kfree(j);
	}
}

/*
 * check:
 *	51: CL112: 'e' is freed while 'e->work' may still be in use by others
 *	60: CL112: 'e' is freed while 'e->late' may still be in use by others
 *	80: CL112: 'e' is freed while 'e->work' may still be in use by others
 *	91: CL112: 'e' is freed while 'e->work' may still be in use by others
 *	102: CL112: 'e' is freed while 'e->work' may still be in use by others
 *	116: CL112: 'e' is freed while 'e->work' may still be in use by others
 *	141: CL112: 'e.work' ends here, but what was begun on it has not ended
 *	166: CL112: 'e' is freed while 'e->work' may still be in use by others
 *	180: CL111: 'j' is freed while it is on a list
 *	212: CL111: 'j' is freed while it is on a list
 *	235: CL111: 'j.link' ends here, and is still on a list
 *	254: CL105: 'j' is passed to 'kfree', which releases it, but it is only borrowed here
 *	256: CL108: 'j->data' is left pointing to an object that is gone
 */
