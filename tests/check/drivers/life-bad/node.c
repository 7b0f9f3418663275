// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include "life.h"

DEFINE_FILE_OPERATIONS(life_fops, struct life_file,
	.open = life_open,
	.release = life_release,
	.ioctl = life_ioctl);

static struct miscdevice misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "cleat-life",
	.fops = &life_fops,
};

int __init life_node_init(void)
{
	return misc_register(&misc);
}

void __exit life_node_exit(void)
{
	misc_deregister(&misc);
}
