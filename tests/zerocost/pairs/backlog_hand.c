// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <linux/list.h>
#include <linux/slab.h>
#include <linux/types.h>

#include "backlog.h"

struct job {
	u32 id;
	u64 due;
	struct list_head link;
};

struct jobs {
	u32 n;
	struct list_head list;
};

void backlog_add(struct jobs *q, struct job *j)
{
	list_add_tail(&j->link, &q->list);
	q->n++;
}

void backlog_add_first(struct jobs *q, struct job *j)
{
	list_add(&j->link, &q->list);
	q->n++;
}

struct job *backlog_take(struct jobs *q)
{
	struct job *j = list_first_entry_or_null(&q->list, struct job, link);

	if (!j)
		return NULL;
	list_del(&j->link);
	q->n--;
	return j;
}

void backlog_drop(struct jobs *q, struct job *j)
{
	list_del(&j->link);
	q->n--;
	kfree(j);
}

struct job *backlog_find(struct jobs *q, u32 id)
{
	struct job *j;

	list_for_each_entry(j, &q->list, link)
		if (j->id == id)
			return j;
	return NULL;
}

u64 backlog_sum(struct jobs *q)
{
	struct job *j;
	u64 sum = 0;

	list_for_each_entry(j, &q->list, link)
		sum += j->due;
	return sum;
}

u32 backlog_expire(struct jobs *q, u64 now)
{
	struct job *j, *next;
	u32 n = 0;

	list_for_each_entry_safe(j, next, &q->list, link) {
		if (j->due > now)
			continue;
		list_del(&j->link);
		kfree(j);
		n++;
	}
	q->n -= n;
	return n;
}

void backlog_take_all(struct jobs *to, struct jobs *from)
{
	list_splice_tail_init(&from->list, &to->list);
	to->n += from->n;
	from->n = 0;
}
