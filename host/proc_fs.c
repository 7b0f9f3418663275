/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "core.h"
#include <cleat/proc_fs.h>

struct proc_dir_entry {
	struct proc_dir_entry *parent, *first_child, *next_sibling;
	struct host_entry *entry;
	bool is_file;
	char path[256];
};

static pthread_mutex_t proc_lock = PTHREAD_MUTEX_INITIALIZER;

static struct proc_dir_entry *add(const char *name, umode_t mode, struct proc_dir_entry *parent,
				  void *obj, const struct host_attr_ops *ops)
{
	struct proc_dir_entry *p = calloc(1, sizeof(*p));

	might_sleep();
	if (!p)
		return NULL;
	p->is_file = ops != NULL;
	if (snprintf(p->path, sizeof(p->path), "%s/%s", parent ? parent->path : "proc", name) >=
	    (int)sizeof(p->path))
		goto fail;
	p->entry = ops ? host_attr_add(p->path, mode, ops, obj)
		       : host_entry_add(p->path, HOST_DIR, mode, NULL, NULL);
	if (IS_ERR(p->entry))
		goto fail;
	if (parent) {
		pthread_mutex_lock(&proc_lock);
		p->parent = parent;
		p->next_sibling = parent->first_child;
		parent->first_child = p;
		pthread_mutex_unlock(&proc_lock);
	}
	return p;
fail:
	free(p);
	return NULL;
}

struct proc_dir_entry *cleat_proc_add(const char *file, umode_t mode, struct proc_dir_entry *parent,
				      void *obj, const struct host_attr_ops *ops)
{
	return add(file, mode ? mode : 0444, parent, obj, ops);
}

struct proc_dir_entry *proc_mkdir(const char *name, struct proc_dir_entry *parent)
{
	return cleat_fault(CLEAT_FAULT_ALLOC) ? NULL : add(name, 0555, parent, NULL, NULL);
}

static void unlink_child(struct proc_dir_entry *p)
{
	struct proc_dir_entry **at;

	if (!p->parent)
		return;
	pthread_mutex_lock(&proc_lock);
	for (at = &p->parent->first_child; *at != p; at = &(*at)->next_sibling)
		;
	*at = p->next_sibling;
	pthread_mutex_unlock(&proc_lock);
}

void proc_remove(struct proc_dir_entry *p)
{
	might_sleep();
	if (!p)
		return;
	unlink_child(p);
	while (p->first_child)
		proc_remove(p->first_child);
	if (p->is_file)
		host_attr_remove(p->entry);
	else
		host_entry_remove(p->entry);
	free(p);
}
