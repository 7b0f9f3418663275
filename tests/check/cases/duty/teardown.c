/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* exit ends what lets others in before it ends what they use. */
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/slab.h>

static struct { char *__own __opt buf; } dev;
static struct miscdevice misc = {.minor = MISC_DYNAMIC_MINOR, .name = "dev"};

static int __init dev_init(void)
{
	char *buf __free(kfree) = kzalloc(16, GFP_KERNEL);
	int err;

	if (!buf)
		return -ENOMEM;
	err = misc_register(&misc);
	if (err)
		return err;
	dev.buf = no_free_ptr(buf);
	return 0;
}

/* bad: a read can come between the two */
static void __exit dev_exit(void)
{
	kfree(dev.buf);
	dev.buf = NULL;
	misc_deregister(&misc);
}

cleat_module(dev, dev_init, dev_exit);

/*
 * check:
 *	27: CL116: 'dev.buf' goes while others may still call the driver through 'misc'
 */
