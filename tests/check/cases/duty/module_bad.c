/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A module that leaves things behind. */
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
static u8 *__own __opt table;
static struct miscdevice misc = {.minor = MISC_DYNAMIC_MINOR, .name = "m"};

int hw_probe(void);

/* bad: the timer runs on when the node cannot be made, and the table leaks */
static int __init m_init(void)
{
	int err;

	table = kzalloc(64, GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	watch_timer_setup(&watch);
	watch_timer_mod(&watch, 100);
	err = misc_register(&misc);
	if (err)
		return err;
	return 0;
}

/* bad: the table goes while the node is there, and the timer stays */
static void __exit m_exit(void)
{
	kfree(table);
	table = NULL;
	misc_deregister(&misc);
}

cleat_module(m, m_init, m_exit);

/*
 * check:
 *	31: CL101: init fails here, and 'table' still owns something
 *	31: CL113: init fails here with 'watch.timer' still in use by others
 *	36: CL113: exit leaves 'watch.timer', which init began, in use by others
 *	38: CL116: 'table' goes while others may still call the driver through 'watch.timer'
 */
