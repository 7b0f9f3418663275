// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <cleat/list.h>
#include <cleat/slab.h>

#include "backlog.h"

struct job {
	u32 id;
	u64 due;
	struct cleat_list_link link;
};

DEFINE_OWNED_LIST(job_list, struct job, link, kfree);

struct jobs {
	u32 n;
	struct job_list list;
};

void backlog_add(struct jobs *q, struct job *__own j)
{
	job_list_add_tail(&q->list, j);
	q->n++;
}

void backlog_add_first(struct jobs *q, struct job *__own j)
{
	job_list_add(&q->list, j);
	q->n++;
}

struct job *backlog_take(struct jobs *q)
{
	struct job *j = job_list_pop(&q->list);

	if (!j)
		return NULL;
	q->n--;
	return j;
}

void backlog_drop(struct jobs *q, struct job *j)
{
	kfree(job_list_del(&q->list, j));
	q->n--;
}

struct job *backlog_find(struct jobs *q, u32 id)
{
	cleat_list_for_each(job_list, j, &q->list)
		if (j->id == id)
			return j;
	return NULL;
}

u64 backlog_sum(struct jobs *q)
{
	u64 sum = 0;

	cleat_list_for_each(job_list, j, &q->list)
		sum += j->due;
	return sum;
}

u32 backlog_expire(struct jobs *q, u64 now)
{
	u32 n = 0;

	cleat_list_for_each(job_list, j, &q->list) {
		if (j->due > now)
			continue;
		kfree(job_list_del(&q->list, j));
		n++;
	}
	q->n -= n;
	return n;
}

void backlog_take_all(struct jobs *to, struct jobs *from)
{
	job_list_splice_tail(&to->list, &from->list);
	to->n += from->n;
	from->n = 0;
}
