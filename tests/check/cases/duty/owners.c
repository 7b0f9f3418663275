// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* Owners that are there as long as the module: init sets them before anybody comes, or it fails. */
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/slab.h>
#include <cleat/workqueue.h>

static struct miscdevice misc = {.minor = MISC_DYNAMIC_MINOR, .name = "dev"};

/* In all but init and exit it is there. */
static struct workqueue_struct *__own wq;
/* Set when others are in already. */
static struct workqueue_struct *__own late;
/* Init goes on without it. */
static struct workqueue_struct *__own perhaps;
/* Nobody sets it. */
static struct workqueue_struct *__own never;
/* Taken away in between. */
static struct workqueue_struct *__own taken;

struct obj {
	struct work_struct work;
};

static void obj_free(struct obj *__own o)
{
	kfree(o);
}
DEFINE_OWNED_WORK_FUNCTIONS(obj_free_work, struct obj, work, obj_end);
static void obj_end(struct obj *__own o)
{
	obj_free(o);
}

/* good */
void good(struct obj *__own o)
{
	obj_free_work_queue(o, wq);
}

/* bad */
void late_bad(struct obj *__own o)
{
	obj_free_work_queue(o, late);
}

/* bad */
void perhaps_bad(struct obj *__own o)
{
	obj_free_work_queue(o, perhaps);
}

/* bad */
void never_bad(struct obj *__own o)
{
	obj_free_work_queue(o, never);
}

/* bad */
void taken_bad(struct obj *__own o)
{
	obj_free_work_queue(o, taken);
}

void take(void)
{
	struct workqueue_struct *old = taken;

	taken = NULL;
	if (old)
		destroy_workqueue(old);
}

static int __init dev_init(void)
{
	int err = -ENOMEM;

	wq = alloc_workqueue("wq", 0, 0);
	if (!wq)
		return -ENOMEM;
	taken = alloc_workqueue("taken", 0, 0);
	if (!taken)
		goto no_taken;
	perhaps = alloc_workqueue("perhaps", 0, 0);
	err = misc_register(&misc);
	if (err)
		goto no_misc;
	late = alloc_workqueue("late", 0, 0);
	if (!late) {
		err = -ENOMEM;
		goto no_late;
	}
	return 0;

no_late:
	misc_deregister(&misc);
no_misc:
	if (perhaps)
		destroy_workqueue(perhaps);
	perhaps = NULL;
	destroy_workqueue(taken);
	taken = NULL;
no_taken:
	destroy_workqueue(wq);
	wq = NULL;
	return err;
}

static void __exit dev_exit(void)
{
	misc_deregister(&misc);
	destroy_workqueue(wq);
	wq = NULL;
	if (late)
		destroy_workqueue(late);
	late = NULL;
	if (perhaps)
		destroy_workqueue(perhaps);
	perhaps = NULL;
	if (taken)
		destroy_workqueue(taken);
	taken = NULL;
}

cleat_module(dev, dev_init, dev_exit);

/*
 * check:
 *	44: CL205: 'late' may be NULL, and 'obj_free_work_queue' does not take NULL
 *	50: CL205: 'perhaps' may be NULL, and 'obj_free_work_queue' does not take NULL
 *	56: CL205: 'never' may be NULL, and 'obj_free_work_queue' does not take NULL
 *	62: CL205: 'taken' may be NULL, and 'obj_free_work_queue' does not take NULL
 */
