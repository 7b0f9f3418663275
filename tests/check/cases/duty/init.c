/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Exit is not called when init fails: init itself releases what it put into the module's owners. */
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>

struct dev {
	struct mutex lock;
	u8 *__own __opt buf __guarded_by(&lock);
	u8 *__own __opt part[4];
};
static struct dev dev;
static u8 *__own __opt table;
static struct miscdevice misc = {.minor = MISC_DYNAMIC_MINOR, .name = "m"};

static int dev_grow(struct dev *d)
{
	u8 *p = kzalloc(64, GFP_KERNEL);

	if (!p)
		return -ENOMEM;
	guard(mutex)(&d->lock);
	kfree(d->buf);
	d->buf = p;
	return 0;
}

/* bad: the table is lost when the node cannot be made */
static int __init a_init(void)
{
	table = kzalloc(64, GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	return misc_register(&misc);
}

/* good */
static int __init b_init(void)
{
	int err;

	table = kzalloc(64, GFP_KERNEL);
	if (!table)
		return -ENOMEM;
	err = misc_register(&misc);
	if (err) {
		kfree(table);
		table = NULL;
	}
	return err;
}

/* bad: a helper has filled it */
static int __init c_init(void)
{
	int err;

	mutex_init(&dev.lock);
	err = dev_grow(&dev);
	if (err)
		return err;
	err = misc_register(&misc);
	return err;
}

/* good */
static int __init d_init(void)
{
	int err;

	mutex_init(&dev.lock);
	err = dev_grow(&dev);
	if (err)
		return err;
	err = misc_register(&misc);
	if (err)
		kfree(dev.buf);
	return err;
}

/* bad: the parts before the one that failed */
static int __init e_init(void)
{
	for (int i = 0; i < 4; i++) {
		dev.part[i] = kzalloc(8, GFP_KERNEL);
		if (!dev.part[i])
			return -ENOMEM;
	}
	return 0;
}

/* good: unwound in reverse */
static int __init f_init(void)
{
	int i;

	for (i = 0; i < 4; i++) {
		dev.part[i] = kzalloc(8, GFP_KERNEL);
		if (!dev.part[i])
			goto fail;
	}
	return 0;
fail:
	while (i--) {
		kfree(dev.part[i]);
		dev.part[i] = NULL;
	}
	return -ENOMEM;
}

/* good: a ladder, as init functions often have one */
static int __init g_init(void)
{
	int err = -ENOMEM;

	table = kzalloc(64, GFP_KERNEL);
	if (!table)
		goto out;
	dev.part[0] = kzalloc(8, GFP_KERNEL);
	if (!dev.part[0])
		goto free_table;
	err = misc_register(&misc);
	if (err)
		goto free_part;
	return 0;
free_part:
	kfree(dev.part[0]);
free_table:
	kfree(table);
out:
	return err;
}

static int buf_show(void)
{
	u8 *new;

	guard(mutex)(&dev.lock);
	if (dev.buf)
		return -EEXIST;
	new = kzalloc(8, GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	dev.buf = new;
	return 0;
}

/* good: it fails where it would have been full before */
static int __init h_init(void)
{
	int err = misc_register(&misc);

	if (err)
		return err;
	err = buf_show();
	if (err)
		misc_deregister(&misc);
	return err;
}

/*
 * check:
 *	35: CL101: init fails here, and 'table' still owns something
 *	64: CL101: init fails here, and 'dev.buf' still owns something
 *	88: CL101: init fails here, and 'dev.part[0]' still owns something
 */
