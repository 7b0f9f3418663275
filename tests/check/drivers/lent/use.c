// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include "lent.h"

static u32 used[8];

/* good: checked in another file */
static long good_index(const struct request *req)
{
	int err = request_valid(req);

	if (err)
		return err;
	return used[req->to]++;
}

/* bad: the other file lets one too many pass */
static long bad_index(u32 id)
{
	if (!id_valid(id))
		return -EINVAL;
	return used[id]++;
}

/* good */
static long good_fetch(void __user *arg)
{
	struct request req;
	int err = request_fetch(&req, arg);

	if (err)
		return err;
	return req.len > 4096 ? -EINVAL : good_index(&req);
}

/* bad: what was checked is fetched again */
static long bad_fetch(void __user *arg)
{
	struct request req;
	int err = request_check(arg);

	if (err)
		return err;
	err = request_fetch(&req, arg);
	if (err)
		return err;
	return req.len;
}

/* good */
static long good_answer(struct pool *p, void __user *arg)
{
	struct answer a;

	answer_fill(p, &a);
	return cleat_put_user_obj(arg, &a);
}

/* bad: one field is never written */
static long bad_answer(struct pool *p, void __user *arg)
{
	struct answer a;
	int err = answer_try(p, &a);

	if (err)
		return err;
	return cleat_put_user_obj(arg, &a);
}

/* bad: the other file shows all of it */
static long bad_send(void __user *arg)
{
	struct answer a;

	a.n = 1;
	return answer_send(arg, &a);
}

/* good */
static long good_end(struct pool *p)
{
	struct job *j;
	u32 id = 0;

	guard(mutex)(&p->lock);
	j = job_list_first(&p->jobs);
	if (j) {
		id = j->id;
		pool_end_job(p, j);
	}
	return id;
}

/* bad: the helper has freed it */
static long bad_end(struct pool *p)
{
	struct job *j;

	guard(mutex)(&p->lock);
	j = job_list_first(&p->jobs);
	if (!j)
		return 0;
	pool_end_job(p, j);
	return j->id;
}

static long add(struct pool *p)
{
	struct job *j = kzalloc_obj(*j);
	int err;

	if (!j)
		return -ENOMEM;
	err = pool_add(p, j);
	if (err)
		job_free(j);
	return err;
}

static long lent_ioctl(struct pool *p, struct file *file, unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case 1:
		return good_fetch(arg);
	case 2:
		return bad_fetch(arg);
	case 3:
		return good_answer(p, arg);
	case 4:
		return bad_answer(p, arg);
	case 5:
		return good_end(p);
	case 6:
		return bad_end(p);
	case 7:
		return bad_index(cmd + (arg != NULL));
	case 8:
		return bad_send(arg);
	case 9:
		return add(&emptied);
	case 10:
		return add(&left_full);
	default:
		return slot_arm(cmd);
	}
}

DEFINE_FILE_OPERATIONS(lent_fops, struct pool, .shared = &emptied, .ioctl = lent_ioctl);

static struct miscdevice lent_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "lent",
	.fops = &lent_fops,
};

static int __init lent_init(void)
{
	mutex_init(&emptied.lock);
	mutex_init(&left_full.lock);
	job_list_init(&emptied.jobs);
	job_list_init(&left_full.jobs);
	slots_make();
	return misc_register(&lent_misc);
}

/* bad: the other list, which another file has, and its other timers */
static void __exit lent_exit(void)
{
	misc_deregister(&lent_misc);
	for (u32 i = 0; i < ARRAY_SIZE(slots); i++)
		slot_stop(&slots[i]);
	pool_clear(&emptied);
}

cleat_module(lent, lent_init, lent_exit);
