/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "core.h"
#include <cleat/miscdevice.h>

int misc_register(struct miscdevice *misc)
{
	struct host_entry *entry;
	char path[256];

	if (!misc->name || snprintf(path, sizeof(path), "dev/%s", misc->name) >= (int)sizeof(path))
		return -EINVAL;
	entry = host_entry_add(path, HOST_NODE, misc->mode ? misc->mode : 0600, misc->fops, misc);
	if (IS_ERR(entry))
		return (int)PTR_ERR(entry);
	misc->entry = entry;
	return 0;
}

void misc_deregister(struct miscdevice *misc)
{
	if (misc->entry)
		host_entry_remove(misc->entry);
	misc->entry = NULL;
}
