/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The tree of entries. One lock covers it: entries are added at init and removed at exit, and a
 * look-up walks a handful of children.
 */
#include "libc.h"

#include "core.h"
#include "tree.h"
#include <cleat/err.h>
#include <cleat/wait.h>

static pthread_mutex_t tree_lock = PTHREAD_MUTEX_INITIALIZER;
/* Woken when an open has come back from its driver. */
static DECLARE_WAIT_QUEUE_HEAD(opened);
static struct host_entry root = {.name = "", .kind = HOST_DIR, .mode = 0755, .refs = 1};

void host_tree_lock(void)
{
	pthread_mutex_lock(&tree_lock);
}

void host_tree_unlock(void)
{
	pthread_mutex_unlock(&tree_lock);
}

struct host_entry *host_tree_child(struct host_entry *dir, const char *name, size_t len)
{
	for (struct host_entry *e = dir->first_child; e; e = e->next_sibling)
		if (strlen(e->name) == len && memcmp(e->name, name, len) == 0)
			return e;
	return NULL;
}

static void free_entry(struct host_entry *e)
{
	if (e->free_data)
		e->free_data(e->data);
	free((char *)e->name);
	free((char *)e->target);
	free(e);
}

void host_tree_put(struct host_entry *e)
{
	while (e && --e->refs == 0) {
		struct host_entry *parent = e->parent;

		free_entry(e);
		e = parent;
	}
}

static struct host_entry *new_entry(const char *name, size_t len, enum host_entry_kind kind,
				    umode_t mode)
{
	struct host_entry *e = calloc(1, sizeof(*e));

	if (!e)
		return NULL;
	e->name = strndup(name, len);
	if (!e->name) {
		free(e);
		return NULL;
	}
	e->kind = kind;
	e->mode = mode;
	e->refs = 1;
	return e;
}

/* A new child holds its parent; the tree holds it. */
struct host_entry *host_tree_add(struct host_entry *dir, const char *name, size_t len,
				 enum host_entry_kind kind, umode_t mode)
{
	struct host_entry *e = new_entry(name, len, kind, mode), **at = &dir->first_child;

	if (!e)
		return NULL;
	e->parent = dir;
	dir->refs++;
	e->uid = dir->super ? dir->uid : geteuid();
	e->gid = dir->super ? dir->gid : getegid();
	e->super = dir->super;
	while (*at)
		at = &(*at)->next_sibling;
	*at = e;
	return e;
}

void host_tree_unlink(struct host_entry *e)
{
	struct host_entry **at = e->parent ? &e->parent->first_child : NULL;

	while (at && *at != e)
		at = &(*at)->next_sibling;
	if (at)
		*at = e->next_sibling;
	e->next_sibling = NULL;
	e->removed = true;
}

/* Directories that were made for an entry go with their last child. */
static void prune(struct host_entry *dir)
{
	while (dir != &root && dir->kind == HOST_DIR && !dir->kept && !dir->first_child && !dir->removed) {
		struct host_entry *parent = dir->parent;

		host_tree_unlink(dir);
		host_tree_put(dir);
		dir = parent;
	}
}

static struct host_entry *add_path(const char *path, enum host_entry_kind kind, umode_t mode)
{
	struct host_entry *dir = &root, *e;

	for (;;) {
		size_t len = strcspn(path, "/");
		bool last = path[len] == '\0';

		if (len == 0 || (len == 1 && path[0] == '.') || (len == 2 && path[0] == '.' && path[1] == '.'))
			return ERR_PTR(-EINVAL);
		e = host_tree_child(dir, path, len);
		if (e && (last || e->kind != HOST_DIR))
			return ERR_PTR(-EEXIST);
		if (!e)
			e = host_tree_add(dir, path, len, last ? kind : HOST_DIR, last ? mode : 0755);
		if (!e)
			return ERR_PTR(-ENOMEM);
		if (last) {
			e->kept = true;
			return e;
		}
		dir = e;
		path += len + 1;
	}
}

/* What an entry is all there when the lock goes: an open may come at once. */
static struct host_entry *add_entry(const char *path, enum host_entry_kind kind, umode_t mode,
				    const struct host_entry *as)
{
	struct host_entry *e;

	pthread_mutex_lock(&tree_lock);
	e = add_path(path, kind, mode);
	if (!IS_ERR(e)) {
		e->fops = as->fops;
		e->data = as->data;
		e->device = as->device;
		e->free_data = as->free_data;
	}
	pthread_mutex_unlock(&tree_lock);
	return e;
}

struct host_entry *host_entry_add_owned(const char *path, enum host_entry_kind kind, umode_t mode,
					const struct file_operations *fops, void *data,
					void (*free_data)(void *data))
{
	struct host_entry as = {.fops = fops, .data = data, .free_data = free_data};

	return add_entry(path, kind, mode, &as);
}

struct host_entry *host_entry_add_device(const char *path, umode_t mode,
					 const struct file_operations *fops, void *data,
					 void *device)
{
	struct host_entry as = {.fops = fops, .data = data, .device = device};

	return add_entry(path, HOST_NODE, mode, &as);
}

struct host_entry *host_entry_add(const char *path, enum host_entry_kind kind, umode_t mode,
				  const struct file_operations *fops, void *data)
{
	return host_entry_add_owned(path, kind, mode, fops, data, NULL);
}

struct host_entry *host_tree_root(const char *place, struct host_super *super, uid_t uid, gid_t gid)
{
	struct host_entry *e;

	pthread_mutex_lock(&tree_lock);
	e = place ? add_path(place, HOST_DIR, 0755) : new_entry("", 0, HOST_DIR, 0755);
	if (!e)
		e = ERR_PTR(-ENOMEM);
	if (!IS_ERR(e)) {
		e->super = super;
		e->uid = uid;
		e->gid = gid;
		e->kept = true;
		e->refs++;
	}
	pthread_mutex_unlock(&tree_lock);
	return e;
}

bool host_tree_gone(struct host_entry *e)
{
	bool gone = e->class && e->removed && !e->open_files && !e->ended;

	e->ended |= gone;
	return gone;
}

static bool nobody_opens(const struct host_entry *entry)
{
	bool none;

	pthread_mutex_lock(&tree_lock);
	none = !entry->opening;
	pthread_mutex_unlock(&tree_lock);
	return none;
}

void host_tree_drop(struct host_entry *entry)
{
	struct host_entry *dir = entry->parent;

	wait_event(opened, nobody_opens(entry));
	pthread_mutex_lock(&tree_lock);
	if (dir)
		dir->refs++;
	host_tree_put(entry);
	if (dir)
		prune(dir);
	host_tree_put(dir);
	pthread_mutex_unlock(&tree_lock);
}

void host_entry_remove(struct host_entry *entry)
{
	pthread_mutex_lock(&tree_lock);
	host_tree_unlink(entry);
	pthread_mutex_unlock(&tree_lock);
	host_tree_drop(entry);
}

static int count_files(const struct host_entry *dir)
{
	int n = 0;

	for (const struct host_entry *e = dir->first_child; e; e = e->next_sibling)
		n += (e->kind == HOST_DIR ? count_files(e) : 0) + e->kept;
	return n;
}

int host_entry_count(void)
{
	int n;

	pthread_mutex_lock(&tree_lock);
	n = count_files(&root);
	pthread_mutex_unlock(&tree_lock);
	return n;
}

struct host_entry *host_entry_find(struct host_entry *dir, const char *name)
{
	struct host_entry *e;

	pthread_mutex_lock(&tree_lock);
	e = host_tree_child(dir ? dir : &root, name, strlen(name));
	if (e)
		e->refs++;
	pthread_mutex_unlock(&tree_lock);
	return e;
}

struct host_entry *host_entry_lookup(const char *path)
{
	struct host_entry *e = &root;

	pthread_mutex_lock(&tree_lock);
	while (e && *path) {
		size_t len = strcspn(path, "/");

		e = host_tree_child(e, path, len);
		path += len + (path[len] == '/');
	}
	if (e)
		e->refs++;
	pthread_mutex_unlock(&tree_lock);
	return e;
}

struct host_entry *host_entry_get(struct host_entry *entry)
{
	pthread_mutex_lock(&tree_lock);
	entry->refs++;
	pthread_mutex_unlock(&tree_lock);
	return entry;
}

void host_entry_put(struct host_entry *entry)
{
	pthread_mutex_lock(&tree_lock);
	host_tree_put(entry);
	pthread_mutex_unlock(&tree_lock);
}

bool host_entry_open(struct host_entry *entry)
{
	bool ok;

	pthread_mutex_lock(&tree_lock);
	ok = !entry->removed;
	entry->open_files += ok;
	entry->opening += ok;
	if (ok && entry->super)
		entry->super->refs++;
	pthread_mutex_unlock(&tree_lock);
	return ok;
}

void host_entry_opened(struct host_entry *entry)
{
	pthread_mutex_lock(&tree_lock);
	entry->opening--;
	pthread_mutex_unlock(&tree_lock);
	wake_up_all(&opened);
}

void host_entry_close(struct host_entry *entry)
{
	struct host_super *super = entry->super;
	bool gone, last;

	pthread_mutex_lock(&tree_lock);
	entry->open_files--;
	gone = host_tree_gone(entry);
	last = super && --super->refs == 0;
	pthread_mutex_unlock(&tree_lock);
	if (gone)
		entry->class->gone(entry->device);
	if (last)
		host_super_end(super);
}

void host_entry_list(struct host_entry *dir, void (*visit)(struct host_entry *child, void *arg), void *arg)
{
	pthread_mutex_lock(&tree_lock);
	for (struct host_entry *e = (dir ? dir : &root)->first_child; e; e = e->next_sibling)
		visit(e, arg);
	pthread_mutex_unlock(&tree_lock);
}
