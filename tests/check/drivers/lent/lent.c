// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include "lent.h"

struct pool emptied, left_full;
struct slot slots[8], left_slots[8];

DEFINE_TIMER_FUNCTIONS(slot_timer, struct slot, timer, slot_tick);

static void slot_tick(struct slot *s)
{
}

void job_free(struct job *__own j)
{
	kfree(j);
}

int request_fetch(struct request *req, const void __user *arg)
{
	return cleat_get_user_obj(req, arg);
}

int request_check(const void __user *arg)
{
	struct request req;
	int err = cleat_get_user_obj(&req, arg);

	if (err)
		return err;
	return req.len > 4096 ? -EINVAL : 0;
}

int request_valid(const struct request *req)
{
	return req->to < ARRAY_SIZE(slots) ? 0 : -EINVAL;
}

bool id_valid(u32 id)
{
	return id <= ARRAY_SIZE(slots);
}

void answer_fill(struct pool *p, struct answer *a)
{
	guard(mutex)(&p->lock);
	a->n = !job_list_empty(&p->jobs);
	a->left = 0;
	a->sum = 0;
}

int answer_send(void __user *to, const struct answer *a)
{
	return cleat_put_user_obj(to, a);
}

/* "sum" is there only sometimes. */
int answer_try(struct pool *p, struct answer *a)
{
	guard(mutex)(&p->lock);
	if (job_list_empty(&p->jobs))
		return -ENOENT;
	a->n = 1;
	a->left = 0;
	return 0;
}

void pool_end_job(struct pool *p, struct job *j)
{
	job_free(job_list_del(&p->jobs, j));
}

void pool_clear(struct pool *p)
{
	guard(mutex)(&p->lock);
	job_list_clear(&p->jobs);
}

int pool_add(struct pool *p, struct job *__own j)
{
	guard(mutex)(&p->lock);
	if (!job_list_empty(&p->jobs))
		return -EBUSY;
	job_list_add(&p->jobs, j);
	return 0;
}

int slot_arm(u32 i)
{
	if (i >= ARRAY_SIZE(slots))
		return -EINVAL;
	slot_timer_mod(&slots[i], jiffies + 1);
	slot_timer_mod(&left_slots[i], jiffies + 1);
	return 0;
}

void slot_stop(struct slot *s)
{
	slot_timer_shutdown_sync(s);
}

void slots_make(void)
{
	for (u32 i = 0; i < ARRAY_SIZE(slots); i++) {
		slot_timer_setup(&slots[i]);
		slot_timer_setup(&left_slots[i]);
	}
}
