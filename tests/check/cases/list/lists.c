/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Typed lists, with and without ownership. */
#include "../../corpus/corpus.h"
#include <cleat/list.h>

struct job { struct cleat_list_link link; int id; };
DEFINE_OWNED_LIST(jobs, struct job, link, kfree);

struct queue { struct mutex lock; struct jobs jobs __guarded_by(&lock); };

/* good */
int add(struct queue *q, int id)
{
	struct job *j __free(kfree) = kzalloc_obj(*j);

	if (!j)
		return -ENOMEM;
	j->id = id;
	guard(mutex)(&q->lock);
	jobs_add_tail(&q->jobs, no_free_ptr(j));
	return 0;
}

/* bad: the list has it, and it is freed */
int add_free(struct queue *q, int id)
{
	struct job *j = kzalloc_obj(*j);

	if (!j)
		return -ENOMEM;
	guard(mutex)(&q->lock);
	jobs_add_tail(&q->jobs, j);
	kfree(j);
	return id;
}

/* bad: without the lock */
int add_unlocked(struct queue *q, int id)
{
	struct job *j = kzalloc_obj(*j);

	if (!j)
		return -ENOMEM;
	j->id = id;
	jobs_add_tail(&q->jobs, j);
	return 0;
}

/* good */
struct job *__own __opt next(struct queue *q)
{
	guard(mutex)(&q->lock);
	return jobs_pop(&q->jobs);
}

/* bad: still on the list */
struct job *__opt look(struct queue *q)
{
	guard(mutex)(&q->lock);
	return jobs_first(&q->jobs);
}

/* good: found and taken out */
int drop(struct queue *q, int id)
{
	guard(mutex)(&q->lock);
	cleat_list_for_each(jobs, j, &q->jobs) {
		if (j->id == id) {
			kfree(jobs_del(&q->jobs, j));
			return 0;
		}
	}
	return -ENOENT;
}

/* bad: freed on the list */
int drop_bad(struct queue *q, int id)
{
	guard(mutex)(&q->lock);
	cleat_list_for_each(jobs, j, &q->jobs) {
		if (j->id == id) {
			kfree(j);
			return 0;
		}
	}
	return -ENOENT;
}

/* bad: popped and lost */
void lose(struct queue *q)
{
	guard(mutex)(&q->lock);
	while (jobs_pop(&q->jobs))
		;
}

/* good: drained */
void drain(struct queue *q)
{
	struct job *j;

	guard(mutex)(&q->lock);
	while ((j = jobs_pop(&q->jobs)))
		kfree(j);
}

/* good: sum */
int sum(struct queue *q)
{
	int n = 0;

	guard(mutex)(&q->lock);
	cleat_list_for_each(jobs, j, &q->jobs)
		n += j->id;
	return n;
}

/*
 * check:
 *	33: CL102: 'j' is passed to 'kfree', but the object was handed on already
 *	45: CL404: 'q->jobs' is written without 'q->lock', which guards it
 *	60: CL212: a pointer into what 'q->lock' guards is returned past the unlock
 *	82: CL105: 'j' is passed to 'kfree', which releases it, but it is only borrowed here
 *	93: CL101: 'jobs_pop(…)' is owned here, and is not released on this path
 */
