/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A module's two ends: what init began it undoes when it fails, and exit ends all in the other order. */
#include <cleat/debugfs.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/slab.h>
#include <cleat/timer.h>
#include <cleat/workqueue.h>

struct watch { struct timer_list timer; u32 n; };
DEFINE_TIMER_FUNCTIONS(watch_timer, struct watch, timer, watch_tick);
static void watch_tick(struct watch *w) { w->n++; }
static struct watch watch;
static struct workqueue_struct *__own __opt wq;
static struct dentry *__own __opt __errptr dir;
static u32 value;
static u8 *__own __opt table;
static struct miscdevice misc = {.minor = MISC_DYNAMIC_MINOR, .name = "m"};

/* good: scopes undo what was done */
static int __init m_init(void)
{
	u8 *mem __free(kfree) = kzalloc(64, GFP_KERNEL);
	struct workqueue_struct *q __free(destroy_workqueue) = NULL;
	int err;

	if (!mem)
		return -ENOMEM;
	q = alloc_workqueue("m", 0, 0);
	if (!q)
		return -ENOMEM;
	watch_timer_setup(&watch);
	table = mem;
	wq = q;
	err = misc_register(&misc);
	if (err) {
		table = NULL;
		wq = NULL;
		return err;
	}
	retain_and_null_ptr(mem);
	retain_and_null_ptr(q);
	dir = debugfs_create_dir("m", NULL);
	debugfs_create_u32("value", 0600, dir, &value);
	watch_timer_mod(&watch, 100);
	return 0;
}

/* good */
static void __exit m_exit(void)
{
	debugfs_remove(dir);
	dir = NULL;
	misc_deregister(&misc);
	watch_timer_shutdown_sync(&watch);
	if (wq)
		destroy_workqueue(wq);
	wq = NULL;
	kfree(table);
	table = NULL;
}

cleat_module(m, m_init, m_exit);

/*
 * check:
 */
