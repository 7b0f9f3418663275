/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A bell: who listens to its group hears it. */
#include <cleat/genetlink.h>
#include <cleat/ioctl.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>

#include "uapi.h"

struct bell {
	struct mutex lock;
	bool told __guarded_by(&lock);
};

DEFINE_GENL_FAMILY(bell_family, BELL_FAMILY, 1,
		   cleat_genl_group(BELL_GROUP),
		   cleat_genl_group(BELL_GROUP_OTHER));
DEFINE_GENL_FAMILY(bell_again, BELL_FAMILY, 2, cleat_genl_group(BELL_GROUP));

static long bell_ring(void __user *arg)
{
	struct bell_ring ring;
	int err = cleat_get_user_obj(&ring, arg);

	if (err)
		return err;
	ring.who[sizeof(ring.who) - 1] = '\0';
	err = cleat_genl_multicast(&bell_family, 0, BELL_CMD_RANG,
				   cleat_genl_u32(BELL_A_TIMES, ring.times),
				   cleat_genl_string(BELL_A_WHO, ring.who),
				   cleat_genl_if(ring.loud, cleat_genl_flag(BELL_A_LOUD)));
	return err;
}

static long bell_all(void __user *arg)
{
	char *text __free(kvfree) = NULL;
	u32 len;
	int err = cleat_get_user_obj(&len, arg);

	if (err)
		return err;
	if (!len || len > 1 << 20)
		return -EINVAL;
	text = kvzalloc(len, GFP_KERNEL);
	if (!text)
		return -ENOMEM;
	memset(text, 'x', len - 1);
	return cleat_genl_multicast(&bell_family, 0, BELL_CMD_ALL, cleat_genl_flag(BELL_A_LOUD),
				    cleat_genl_u8(BELL_A_U8, 0x12), cleat_genl_u16(BELL_A_U16, 0x1234),
				    cleat_genl_u32(BELL_A_TIMES, 0x12345678),
				    cleat_genl_u64(BELL_A_U64, 0x123456789abcdef0ull),
				    cleat_genl_string(BELL_A_WHO, text));
}

static long bell_to(void __user *arg)
{
	u32 group;
	int err = cleat_get_user_obj(&group, arg);

	return err ? err : cleat_genl_multicast(&bell_family, group, BELL_CMD_RANG,
						cleat_genl_u32(BELL_A_TIMES, group));
}

static long bell_twice(void)
{
	int err = cleat_genl_register(&bell_again);

	cleat_genl_unregister(&bell_again);
	return err;
}

static long bell_start(struct bell *b)
{
	int err;

	guard(mutex)(&b->lock);
	if (b->told)
		return -EBUSY;
	err = cleat_genl_register(&bell_family);
	b->told = !err;
	return err;
}

static void bell_stop(struct bell *b)
{
	guard(mutex)(&b->lock);
	cleat_genl_unregister(&bell_family);
	b->told = false;
}

static long bell_ioctl(struct bell *b, struct file *file, unsigned int cmd, void __user *arg)
{
	switch (cmd) {
	case BELL_RING:
		return bell_ring(arg);
	case BELL_ALL:
		return bell_all(arg);
	case BELL_TO:
		return bell_to(arg);
	case BELL_TWICE:
		return bell_twice();
	case BELL_STOP:
		bell_stop(b);
		return 0;
	case BELL_START:
		return bell_start(b);
	default:
		return -ENOTTY;
	}
}

static struct bell bell;
DEFINE_FILE_OPERATIONS(bell_fops, struct bell, .shared = &bell, .ioctl = bell_ioctl);

static struct miscdevice bell_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cleat-bell",
	.fops = &bell_fops,
};

/* Without listeners it is a bell all the same. */
static int __init bell_init(void)
{
	int err;

	mutex_init(&bell.lock);
	err = cleat_genl_register(&bell_family);
	if (err == -ENOMEM)
		return err;
	bell.told = !err;
	err = misc_register(&bell_misc);
	if (err)
		cleat_genl_unregister(&bell_family);
	return err;
}

static void __exit bell_exit(void)
{
	misc_deregister(&bell_misc);
	cleat_genl_unregister(&bell_family);
}

cleat_module(genetlink, bell_init, bell_exit);
MODULE_DESCRIPTION("test of generic netlink");
MODULE_AUTHOR("the Cleat authors");
