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
	entry = host_entry_add(path, HOST_NODE, misc->mode ? misc->mode : 0600, misc->fops, misc);
	if (IS_ERR(entry)) {
		host_sysfs_remove(misc);
		return (int)PTR_ERR(entry);
	}
	misc->entry = entry;
	return 0;
}

void misc_deregister(struct miscdevice *misc)
{
	if (misc->entry)
		host_entry_remove(misc->entry);
	misc->entry = NULL;
	host_sysfs_remove(misc);
}
