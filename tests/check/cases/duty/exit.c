/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What exit ended need not be set to NULL: nobody is left who could look. */
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/workqueue.h>

static struct workqueue_struct *__own wq;
static struct miscdevice misc = {.minor = MISC_DYNAMIC_MINOR, .name = "dev"};

/* good */
static int __init dev_init(void)
{
	int err;

	wq = alloc_workqueue("dev", 0, 0);
	if (!wq)
		return -ENOMEM;
	err = misc_register(&misc);
	if (err)
		destroy_workqueue(wq);
	return err;
}

/* bad */
void dev_stop(void)
{
	destroy_workqueue(wq);
}

/* good */
static void __exit dev_exit(void)
{
	misc_deregister(&misc);
	destroy_workqueue(wq);
}

cleat_module(dev, dev_init, dev_exit);

/*
 * check:
 *	28: CL108: 'wq' is left pointing to an object that is gone
 */
