/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "core.h"
#include <cleat/miscdevice.h>
#include <cleat/sysfs.h>

int misc_register(struct miscdevice *misc)
{
	struct host_entry *entry;
	char path[256];
	int err;

	if (!misc->name || snprintf(path, sizeof(path), "dev/%s", misc->name) >= (int)sizeof(path))
		return -EINVAL;
	if (cleat_fault(CLEAT_FAULT_ALLOC))
		return -ENOMEM;
	err = host_sysfs_show(misc);
	if (err)
		return err;
	entry = host_entry_add_device(path, misc->mode ? misc->mode : 0600, misc->fops, misc,
				      misc->device);
	if (IS_ERR(entry)) {
		host_sysfs_remove(misc);
		return (int)PTR_ERR(entry);
	}
	misc->entry = entry;
	return 0;
}

void misc_deregister(struct miscdevice *misc)
{
	struct host_entry *entry = __atomic_exchange_n(&misc->entry, NULL, __ATOMIC_ACQ_REL);

	if (!entry)
		return;
	host_entry_remove(entry);
	host_sysfs_remove(misc);
}

int __cleat_misc_register(struct cleat_misc *node, void *device, const struct file_operations *fops,
			  const char *name, umode_t mode)
{
	if (strscpy(node->name, name, sizeof(node->name)) < 0)
		return -ENAMETOOLONG;
	node->misc = (struct miscdevice){.minor = MISC_DYNAMIC_MINOR,
					 .name = node->name,
					 .fops = fops,
					 .mode = mode,
					 .device = device};
	return misc_register(&node->misc);
}

void cleat_misc_deregister(struct cleat_misc *node)
{
	misc_deregister(&node->misc);
}
