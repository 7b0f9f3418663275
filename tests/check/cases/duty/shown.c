/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What others look at through a file is theirs, too, until the file is gone. */
#include <cleat/debugfs.h>
#include <cleat/list.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>

struct job { struct cleat_list_link link; u32 id; };
DEFINE_OWNED_LIST(jobs, struct job, link, kfree);

static struct dev {
	struct mutex lock;
	struct jobs jobs __guarded_by(&lock);
	u32 *__own ids __elements(4);
	bool frozen;
} dev = {.lock = __MUTEX_INITIALIZER(dev.lock)};
static struct dentry *__own __errptr dir;

static int dev_show(struct seq_file *m, struct dev *d)
{
	guard(mutex)(&d->lock);
	seq_printf(m, "%d %u\n", jobs_empty(&d->jobs), d->ids[0]);
	return 0;
}
DEFINE_DEBUGFS_FILE(dev_file, struct dev, .show = dev_show);

/* good: where nothing is put by its declaration, nothing is overwritten */
static int __init dev_init(void)
{
	jobs_init(&dev.jobs);
	dev.ids = kcalloc(4, sizeof(*dev.ids), GFP_KERNEL);
	if (!dev.ids)
		return -ENOMEM;
	dir = debugfs_create_dir("dev", NULL);
	dev_file_create("jobs", 0400, dir, &dev);
	debugfs_create_bool("frozen", 0600, dir, &dev.frozen);
	return 0;
}

#ifdef BAD
/* bad: a read can come between the two */
static void __exit dev_exit(void)
{
	jobs_clear(&dev.jobs);
	kfree(dev.ids);
	debugfs_remove(dir);
}
#else
/* good: nobody looks any more, and nobody finds the pointer that is left */
static void __exit dev_exit(void)
{
	debugfs_remove(dir);
	jobs_clear(&dev.jobs);
	kfree(dev.ids);
}
#endif

cleat_module(dev, dev_init, dev_exit);

/*
 * check:
 * check -DBAD:
 *	45: CL404: 'dev.jobs' is written without 'dev.lock', which guards it
 *	46: CL116: 'dev.ids' goes while others may still look at the driver through 'dir'
 */
