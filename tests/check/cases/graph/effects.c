// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* What a helper leaves behind its caller knows: what is NULL, empty, begun, ended. */
#include <cleat/kref.h>
#include <cleat/list.h>
#include <cleat/slab.h>
#include <cleat/workqueue.h>

struct job {
	struct cleat_list_link link;
	int id;
};
DEFINE_OWNED_LIST(job_list, struct job, link, kfree);

struct queue {
	char *__own __opt name;
	char *__own __opt hint;
	struct job_list jobs;
	struct work_struct work;
	int n;
};

DEFINE_WORK_FUNCTIONS(tick, struct queue, work, queue_tick);

static void queue_tick(struct queue *q)
{
	q->n++;
}

static void queue_empty(struct queue *q)
{
	kfree(q->name);
	q->name = NULL;
	job_list_clear(&q->jobs);
}

static void queue_drop(struct queue *q)
{
	queue_empty(q);
	kfree(q->hint);
	q->hint = NULL;
}

static void queue_stop(struct queue *q)
{
	tick_cancel_sync(q);
}

/* good */
void queue_free(struct queue *__own q)
{
	queue_stop(q);
	queue_drop(q);
	kfree(q);
}

/* good: what is begun ends before the return */
int queue_run(void)
{
	struct queue *q = kzalloc_obj(*q);

	if (!q)
		return -ENOMEM;
	job_list_init(&q->jobs);
	tick_init(q);
	tick_queue(q);
	queue_free(q);
	return 0;
}

/* bad: the hint is left */
void queue_free_bad(struct queue *__own q)
{
	queue_stop(q);
	queue_empty(q);
	kfree(q);
}

/* bad: the work is left */
void queue_work_bad(struct queue *__own q)
{
	queue_drop(q);
	kfree(q);
}

static void queue_empty_perhaps(struct queue *q, int n)
{
	if (n)
		queue_drop(q);
}

/* bad: not on each path */
void queue_perhaps_bad(struct queue *__own q, int n)
{
	queue_stop(q);
	queue_empty_perhaps(q, n);
	kfree(q);
}

static int queue_start(struct queue *q)
{
	if (q->n)
		return -EBUSY;
	tick_init(q);
	tick_queue(q);
	return 0;
}

/* good: it began only when it succeeded */
struct queue *__own __opt queue_make(void)
{
	struct queue *q = kzalloc_obj(*q);

	if (!q)
		return NULL;
	if (queue_start(q)) {
		kfree(q);
		return NULL;
	}
	return q;
}

/* bad: it has begun */
struct queue *__own __opt queue_make_bad(int n)
{
	struct queue *q = kzalloc_obj(*q);

	if (!q)
		return NULL;
	if (queue_start(q) || n) {
		kfree(q);
		return NULL;
	}
	return q;
}

/* bad: a helper emptied it */
char queue_first_bad(struct queue *q)
{
	if (!q->name)
		return 0;
	queue_empty(q);
	return q->name[0];
}

/*
 * check:
 *	75: CL107: 'q' is freed while it still owns 'q->hint'
 *	82: CL112: 'q' is freed while 'q->work' may still be in use by others
 *	96: CL107: 'q' is freed while it still owns 'q->name'
 *	130: CL112: 'q' is freed while 'q->work' may still be in use by others
 *	142: CL201: 'q->name' is NULL here, and is dereferenced
 */
