/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Names in a mounted file system: what its driver adds and removes, what users unlink and rename.
 * A driver's callback is asked without the tree's lock, with its object held by an open of the entry;
 * the name may have gone meanwhile, and is looked at again.
 */
#include "libc.h"

#include <limits.h>

#include "attr.h"
#include "core.h"
#include "mounts.h"
#include "park.h"
#include "tree.h"
#include <cleat/err.h>
#include <cleat/fault.h>

static struct host_entry *entry_of(struct cleat_fs_entry *handle)
{
	return (struct host_entry *)handle;
}

static int check_name(const char *name)
{
	if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strchr(name, '/'))
		return -EACCES;
	return strlen(name) > NAME_MAX ? -ENAMETOOLONG : 0;
}

/* ---- the driver ---- */

static struct host_entry *add(struct host_entry *dir, const char *name, const struct host_entry *as)
{
	struct host_entry *e;
	int err = check_name(name);

	might_sleep();
	if (err)
		return ERR_PTR(err);
	if (cleat_fault(CLEAT_FAULT_ALLOC))
		return ERR_PTR(-ENOMEM);
	host_tree_lock();
	if (dir->removed)
		e = ERR_PTR(-ENOENT);
	else if (host_tree_child(dir, name, strlen(name)))
		e = ERR_PTR(-EEXIST);
	else
		e = host_tree_add(dir, name, strlen(name), as->kind, as->mode) ?: ERR_PTR(-ENOMEM);
	if (!IS_ERR(e)) {
		e->kept = true;
		e->fops = as->fops;
		e->data = as->data;
		e->free_data = as->free_data;
		e->device = as->device;
		e->class = as->class;
		e->renamable = as->renamable;
		e->refs++;
	}
	host_tree_unlock();
	return e;
}

struct cleat_fs_entry *__cleat_fs_create(struct cleat_fs_entry *dir, const char *name, umode_t mode,
					 unsigned int minor, const struct cleat_fs_class *class,
					 void *obj)
{
	struct host_attr_ops text = {.show = class->show};
	struct host_entry as = {.kind = class->fops ? HOST_NODE : HOST_FILE,
				.mode = mode & 07777,
				.fops = class->fops,
				.device = obj,
				.class = class};
	struct host_entry *e;

	(void)minor;
	if (!class->fops) {
		as.fops = &host_attr_fops;
		as.data = host_attr_new(mode, &text, obj);
		as.free_data = host_attr_free;
		if (!as.data)
			return ERR_PTR(-ENOMEM);
	}
	e = add(entry_of(dir), name, &as);
	if (IS_ERR(e) && as.data)
		host_attr_free(as.data);
	return host_name_handle(e);
}

struct cleat_fs_entry *cleat_fs_mkdir(struct cleat_fs_entry *dir, const char *name, umode_t mode,
				      enum cleat_fs_rights rights)
{
	struct host_entry as = {.kind = HOST_DIR,
				.mode = mode & 07777,
				.renamable = rights == CLEAT_FS_MAY_RENAME};

	return host_name_handle(add(entry_of(dir), name, &as));
}

static struct host_entry *some_child(struct host_entry *dir)
{
	struct host_entry *e;

	host_tree_lock();
	e = dir->first_child;
	if (e)
		e->refs++;
	host_tree_unlock();
	return e;
}

/* The name of a removed entry goes last: nothing is added below it from the start. */
bool host_name_remove(struct host_entry *e)
{
	struct host_entry *child;
	bool mine, gone;

	host_tree_lock();
	mine = !e->removed;
	e->removed = true;
	host_tree_unlock();
	if (!mine)
		return false;
	while ((child = some_child(e))) {
		host_name_remove(child);
		host_entry_put(child);
	}
	host_tree_lock();
	host_tree_unlink(e);
	gone = host_tree_gone(e);
	e->refs++;
	host_tree_unlock();
	host_tree_drop(e);
	if (gone)
		e->class->gone(e->device);
	host_entry_put(e);
	return true;
}

void cleat_fs_remove(struct cleat_fs_entry *entry)
{
	might_sleep();
	if (IS_ERR_OR_NULL(entry))
		return;
	host_name_remove(entry_of(entry));
	host_entry_put(entry_of(entry));
}

struct cleat_fs_entry *cleat_fs_entry_get(struct cleat_fs_entry *entry)
{
	host_entry_get(entry_of(entry));
	return entry;
}

void cleat_fs_entry_put(struct cleat_fs_entry *entry)
{
	if (!IS_ERR_OR_NULL(entry))
		host_entry_put(entry_of(entry));
}

/* ---- users ---- */

static int ask(struct host_entry *e, bool unlink, struct host_call *call)
{
	int err = -EPERM;

	if (!e->class)
		return !unlink && e->renamable ? 0 : -EPERM;
	if (!host_entry_open(e))
		return -ENOENT;
	host_call_enter(call);
	err = unlink ? e->class->may_unlink(e->device) : e->class->may_rename(e->device);
	host_call_leave(call);
	host_entry_opened(e);
	host_entry_close(e);
	return err;
}

int host_name_unlink(struct host_entry *dir, const char *name, struct host_call *call)
{
	struct host_entry *e = host_entry_find(dir, name);
	int err;

	if (!e)
		return -ENOENT;
	err = e->kind == HOST_DIR ? -EISDIR : ask(e, true, call);
	if (!err && !host_name_remove(e))
		err = -ENOENT;
	host_entry_put(e);
	return err;
}

static bool stands(struct host_entry *dir, const char *name, struct host_entry *e)
{
	return !dir->removed && host_tree_child(dir, name, strlen(name)) == e;
}

/* Under the lock: the entry is another directory's child, under another name. */
static void place(struct host_entry *e, struct host_entry *dir, char *name)
{
	struct host_entry **at = &e->parent->first_child, *old = e->parent;

	while (*at != e)
		at = &(*at)->next_sibling;
	*at = e->next_sibling;
	e->next_sibling = NULL;
	for (at = &dir->first_child; *at; at = &(*at)->next_sibling)
		;
	*at = e;
	dir->refs++;
	e->parent = dir;
	free((char *)e->name);
	e->name = name;
	host_tree_put(old);
}

static bool below(const struct host_entry *dir, const struct host_entry *e)
{
	while (dir && dir != e)
		dir = dir->parent;
	return dir == e;
}

/* Give @a its new name, and @b, when they are exchanged, @a's old one; both have been asked. */
static int move(struct host_rename *r, struct host_entry *a, struct host_entry *b)
{
	char *to = strdup(r->new_name), *back = strdup(r->old_name);
	int err = to && back ? 0 : -ENOMEM;

	host_tree_lock();
	if (!err && (!stands(r->old_dir, r->old_name, a) || !stands(r->new_dir, r->new_name, b)))
		err = -ENOENT;
	if (!err && (below(r->new_dir, a) || (b && below(r->old_dir, b))))
		err = -EINVAL;
	if (!err) {
		place(a, r->new_dir, to);
		to = NULL;
		if (b) {
			place(b, r->old_dir, back);
			back = NULL;
		}
	}
	host_tree_unlock();
	free(to);
	free(back);
	return err;
}

static int replace(struct host_rename *r, struct host_entry *old, struct host_entry *new,
		   struct host_call *call)
{
	int err;

	if (new == old)
		return 0;
	if (new && r->flags & HOST_RENAME_NOREPLACE)
		return -EEXIST;
	err = ask(old, false, call);
	if (err)
		return err;
	if (r->flags & HOST_RENAME_EXCHANGE) {
		err = new ? ask(new, false, call) : -ENOENT;
		return err ? err : move(r, old, new);
	}
	if (new && (old->kind == HOST_DIR) != (new->kind == HOST_DIR))
		return new->kind == HOST_DIR ? -EISDIR : -ENOTDIR;
	if (new) {
		err = ask(new, true, call);
		if (err)
			return err;
		host_name_remove(new);
	}
	return move(r, old, NULL);
}

int host_name_rename(struct host_rename *r, struct host_call *call)
{
	struct host_entry *old = host_entry_find(r->old_dir, r->old_name);
	struct host_entry *new = host_entry_find(r->new_dir, r->new_name);
	int err = check_name(r->new_name);

	if (!err && r->flags & ~(HOST_RENAME_NOREPLACE | HOST_RENAME_EXCHANGE))
		err = -EINVAL;
	if (!err)
		err = old ? replace(r, old, new, call) : -ENOENT;
	if (old)
		host_entry_put(old);
	if (new)
		host_entry_put(new);
	return err;
}
