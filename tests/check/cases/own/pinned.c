/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Structs to which others point by their address: they are made in their place, and not copied. */
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/timer.h>
#include <cleat/workqueue.h>

struct item {
	struct cleat_list_link link;
	u32 n;
};
DEFINE_LIST(items, struct item, link);
struct hub {
	struct mutex lock;
	u32 n __guarded_by(&lock);
};
struct pair {
	struct hub hubs[2];
	u32 plain;
};
struct plain {
	u32 a, b;
};
struct job {
	struct work_struct work;
	u32 n;
};
static void job_do(struct job *job)
{
	job->n++;
}
DEFINE_WORK_FUNCTIONS(job_work, struct job, work, job_do);

/* bad: a linked element */
void item_copy(struct item *to, const struct item *from)
{
	*to = *from;
}

/* bad: by its bytes */
void item_bytes(struct item *to, const struct item *from)
{
	memcpy(to, from, sizeof(*to));
}

/* good */
void item_data(struct item *to, const struct item *from)
{
	to->n = from->n;
}

/* bad: into a local one */
u32 item_local(const struct item *from)
{
	struct item copy = *from;

	return copy.n;
}

/* bad: out of a local one */
void item_store(struct item *to)
{
	struct item made = {.n = 3};

	*to = made;
}

/* bad: a lock, deep inside */
void pair_copy(struct pair *to, const struct pair *from)
{
	*to = *from;
}

/* bad: a part of it */
void pair_part(struct pair *p)
{
	p->hubs[0] = p->hubs[1];
}

/* good: a new one */
void hub_make(struct hub *h __writes)
{
	*h = (struct hub){.n = 3};
	mutex_init(&h->lock);
}

/* good: nobody points to it */
void plain_copy(struct plain *to, const struct plain *from)
{
	*to = *from;
}

/* good */
struct job *__own __opt job_new(void)
{
	struct job *job = kzalloc_obj(*job);

	if (job)
		job_work_init(job);
	return job;
}

/* bad: work that may be queued */
void job_copy(struct job *to, struct job *from)
{
	*to = *from;
}

/* bad: the list's head, whose elements point to it */
void items_copy(struct items *to, struct items *from)
{
	*to = *from;
}

/* bad: a copy for a callee */
static u32 hub_look(struct pair p)
{
	return p.plain;
}
u32 hub_pass(struct pair *p)
{
	return hub_look(*p);
}

/* bad: a copy for the caller */
struct hub hub_give(struct hub *h)
{
	return *h;
}

/*
 * check:
 *	39: CL117: '*from' is copied, and a struct cleat_list_link in it must stay where it is
 *	45: CL117: '*from' is copied, and a struct cleat_list_link in it must stay where it is
 *	57: CL117: '*from' is copied, and a struct cleat_list_link in it must stay where it is
 *	67: CL117: 'made' is copied, and a struct cleat_list_link in it must stay where it is
 *	73: CL117: '*from' is copied, and a struct mutex in it must stay where it is
 *	79: CL117: 'p->hubs[1]' is copied, and a struct mutex in it must stay where it is
 *	108: CL117: '*from' is copied, and a struct work_struct in it must stay where it is
 *	114: CL117: '*from' is copied, and a struct cleat_list in it must stay where it is
 *	124: CL117: '*p' is copied, and a struct mutex in it must stay where it is
 *	130: CL117: '*h' is copied, and a struct mutex in it must stay where it is
 */
