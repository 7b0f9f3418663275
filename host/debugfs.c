/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Directories and files below "debug". A directory remembers what is in it, because removing it
 * removes that too. As in the kernel a failure here is nobody's concern: the file is not there.
 */
#include "libc.h"

#include "core.h"
#include <cleat/debugfs.h>
#include <cleat/printk.h>
#include <cleat/string.h>

struct dentry {
	struct dentry *parent, *first_child, *next_sibling;
	struct host_entry *entry;
	bool is_file;
};

enum { PATH_LEN = 512 };

static pthread_mutex_t dentry_lock = PTHREAD_MUTEX_INITIALIZER;

/* "debug/" and the names from the root down; false when they are too long. */
static bool path_of(const struct host_entry *dir, const char *name, char *path)
{
	const char *names[16];
	size_t len = 0;
	int n = 0;

	for (names[n++] = name; dir && dir->parent; dir = dir->parent) {
		if (n == ARRAY_SIZE(names))
			return false;
		names[n++] = dir->name;
	}
	while (n--)
		len += (size_t)snprintf(path + len, len < PATH_LEN ? PATH_LEN - len : 0, "%s%s",
					names[n], n ? "/" : "");
	return len < PATH_LEN;
}

static void link_child(struct dentry *parent, struct dentry *d)
{
	pthread_mutex_lock(&dentry_lock);
	d->parent = parent;
	d->next_sibling = parent->first_child;
	parent->first_child = d;
	pthread_mutex_unlock(&dentry_lock);
}

static struct dentry *add(const char *name, umode_t mode, struct dentry *parent, void *obj,
			  const struct host_attr_ops *ops)
{
	char path[PATH_LEN], name_only[PATH_LEN];
	struct dentry *d;

	if (IS_ERR(parent))
		return parent;
	snprintf(name_only, sizeof(name_only), parent ? "%s" : "debug/%s", name);
	if (!path_of(parent ? parent->entry : NULL, name_only, path))
		return ERR_PTR(-ENAMETOOLONG);
	d = calloc(1, sizeof(*d));
	if (!d)
		return ERR_PTR(-ENOMEM);
	d->is_file = ops != NULL;
	d->entry = ops ? host_attr_add(path, mode, ops, obj)
		       : host_entry_add(path, HOST_DIR, mode, NULL, NULL);
	if (IS_ERR(d->entry)) {
		void *err = d->entry;

		printk(KERN_ERR "debugfs: %s cannot be made: %s\n", path,
		       strerror(-(int)PTR_ERR(err)));
		free(d);
		return err;
	}
	if (parent)
		link_child(parent, d);
	return d;
}

struct dentry *cleat_debugfs_create(const char *file, umode_t mode, struct dentry *parent,
				    void *obj, const struct host_attr_ops *ops)
{
	might_sleep();
	return add(file, mode, parent, obj, ops);
}

struct dentry *debugfs_create_dir(const char *name, struct dentry *parent)
{
	might_sleep();
	return add(name, 0755, parent, NULL, NULL);
}

static void unlink_child(struct dentry *d)
{
	struct dentry **at;

	if (!d->parent)
		return;
	pthread_mutex_lock(&dentry_lock);
	for (at = &d->parent->first_child; *at != d; at = &(*at)->next_sibling)
		;
	*at = d->next_sibling;
	pthread_mutex_unlock(&dentry_lock);
}

void debugfs_remove(struct dentry *d)
{
	might_sleep();
	if (IS_ERR_OR_NULL(d))
		return;
	unlink_child(d);
	while (d->first_child)
		debugfs_remove(d->first_child);
	if (d->is_file)
		host_attr_remove(d->entry);
	else
		host_entry_remove(d->entry);
	free(d);
}

/* ---- numbers ---- */

static ssize_t store_number(const char *text, size_t len, unsigned long long *ret)
{
	int err = kstrtoull(text, 0, ret);

	return err ? err : (ssize_t)len;
}

static int show_u32(struct seq_file *m, void *value)
{
	seq_printf(m, "%u\n", READ_ONCE(*(u32 *)value));
	return 0;
}

static ssize_t store_u32(void *value, const char *text, size_t len)
{
	unsigned long long n;
	ssize_t ret = store_number(text, len, &n);

	if (ret > 0)
		WRITE_ONCE(*(u32 *)value, (u32)n);
	return ret;
}

static int show_u64(struct seq_file *m, void *value)
{
	seq_printf(m, "%llu\n", (unsigned long long)READ_ONCE(*(u64 *)value));
	return 0;
}

static ssize_t store_u64(void *value, const char *text, size_t len)
{
	unsigned long long n;
	ssize_t ret = store_number(text, len, &n);

	if (ret > 0)
		WRITE_ONCE(*(u64 *)value, n);
	return ret;
}

static int show_bool(struct seq_file *m, void *value)
{
	seq_puts(m, READ_ONCE(*(bool *)value) ? "Y\n" : "N\n");
	return 0;
}

/* As the kernel: what is no truth value changes nothing and is no error. */
static ssize_t store_bool(void *value, const char *text, size_t len)
{
	bool b;

	if (kstrtobool(text, &b) == 0)
		WRITE_ONCE(*(bool *)value, b);
	return (ssize_t)len;
}

static const struct host_attr_ops u32_ops = {show_u32, store_u32, 64, false, false, -EIO};
static const struct host_attr_ops u64_ops = {show_u64, store_u64, 64, false, false, -EIO};
static const struct host_attr_ops bool_ops = {show_bool, store_bool, 64, false, false, -EIO};

void debugfs_create_u32(const char *name, umode_t mode, struct dentry *parent, u32 *value)
{
	cleat_debugfs_create(name, mode, parent, value, &u32_ops);
}

void debugfs_create_u64(const char *name, umode_t mode, struct dentry *parent, u64 *value)
{
	cleat_debugfs_create(name, mode, parent, value, &u64_ops);
}

void debugfs_create_bool(const char *name, umode_t mode, struct dentry *parent, bool *value)
{
	cleat_debugfs_create(name, mode, parent, value, &bool_ops);
}
