// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <cleat/list.h>
#include <cleat/slab.h>

#include "list.h"

struct job {
	u32 id;
	struct cleat_list_link link;
};

DEFINE_OWNED_LIST(job_list, struct job, link, kfree);

struct jobs {
	struct job_list waiting, done;
};

void jobs_put(struct jobs *q, struct job *j)
{
	job_list_add_tail(&q->waiting, j);
}

void jobs_put_first(struct jobs *q, struct job *j)
{
	job_list_add(&q->waiting, j);
}

struct job *jobs_take(struct jobs *q)
{
	return job_list_pop(&q->waiting);
}

void jobs_finish(struct jobs *q, struct job *j)
{
	job_list_move_tail(&q->done, &q->waiting, j);
}

u64 jobs_sum(struct jobs *q)
{
	u64 sum = 0;

	cleat_list_for_each(job_list, j, &q->waiting)
		sum += j->id;
	return sum;
}

void jobs_drop_below(struct jobs *q, u32 limit)
{
	cleat_list_for_each(job_list, j, &q->waiting)
		if (j->id < limit)
			kfree(job_list_del(&q->waiting, j));
}

void jobs_collect(struct jobs *q)
{
	job_list_splice_tail(&q->done, &q->waiting);
}

bool jobs_idle(struct jobs *q)
{
	return job_list_empty(&q->waiting) && job_list_empty(&q->done);
}
