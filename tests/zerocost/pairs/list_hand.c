// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <linux/list.h>
#include <linux/slab.h>

#include "list.h"

struct job {
	u32 id;
	struct list_head link;
};

struct jobs {
	struct list_head waiting, done;
};

void jobs_put(struct jobs *q, struct job *j)
{
	list_add_tail(&j->link, &q->waiting);
}

void jobs_put_first(struct jobs *q, struct job *j)
{
	list_add(&j->link, &q->waiting);
}

struct job *jobs_take(struct jobs *q)
{
	struct job *j = list_first_entry_or_null(&q->waiting, struct job, link);

	if (j)
		list_del(&j->link);
	return j;
}

void jobs_finish(struct jobs *q, struct job *j)
{
	list_move_tail(&j->link, &q->done);
}

u64 jobs_sum(struct jobs *q)
{
	struct job *j, *next;
	u64 sum = 0;

	list_for_each_entry_safe(j, next, &q->waiting, link)
		sum += j->id;
	return sum;
}

void jobs_drop_below(struct jobs *q, u32 limit)
{
	struct job *j, *next;

	list_for_each_entry_safe(j, next, &q->waiting, link) {
		if (j->id < limit) {
			list_del(&j->link);
			kfree(j);
		}
	}
}

void jobs_collect(struct jobs *q)
{
	list_splice_tail_init(&q->waiting, &q->done);
}

bool jobs_idle(struct jobs *q)
{
	return list_empty(&q->waiting) && list_empty(&q->done);
}
