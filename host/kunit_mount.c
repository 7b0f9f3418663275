/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "core.h"
#include "kunit.h"
#include "mounts.h"
#include <cleat/kunit_mount.h>
#include <cleat/seq_file.h>

struct kunit_mount {
	struct kunit *test;
	struct host_super *super;
};

static void end_mount(void *object)
{
	struct kunit_mount *m = object;

	host_super_put(m->super);
	free(m);
}

/* The mount's owner is the root of this process's own namespace, as in the kernel. */
struct kunit_mount *kunit_try_mount(struct kunit *test, const char *type, const char *options)
{
	struct host_mount_request r = {.type = type, .options = options};
	struct kunit_mount *m = calloc(1, sizeof(*m));
	int err = host_super_mount(&r, host_kunit_call(), &m->super);

	if (err) {
		free(m);
		return ERR_PTR(err);
	}
	m->test = test;
	return host_kunit_own(test, m, end_mount);
}

void kunit_umount(struct kunit_mount *m)
{
	host_kunit_disown(m->test, m);
	end_mount(m);
}

int kunit_remount(struct kunit_mount *m, const char *options)
{
	return host_super_remount(m->super, options, host_kunit_call());
}

/* With a reference, or NULL. */
static struct host_entry *look_up(struct kunit_mount *m, const char *path, size_t len)
{
	struct host_entry *e = host_entry_get(host_super_root(m->super));

	while (e && len) {
		size_t n = strcspn(path, "/");
		char *name = strndup(path, n < len ? n : len);
		struct host_entry *child = host_entry_find(e, name);

		free(name);
		host_entry_put(e);
		e = child;
		n += n < len;
		path += n;
		len -= n;
	}
	return e;
}

struct kunit_file *kunit_mount_open(struct kunit_mount *m, const char *path, unsigned int flags)
{
	return host_kunit_open(m->test, look_up(m, path, strlen(path)), flags);
}

/* The directory of @path with a reference, and the name in it. */
static struct host_entry *parent_of(struct kunit_mount *m, const char *path, const char **name)
{
	const char *slash = strrchr(path, '/');

	*name = slash ? slash + 1 : path;
	return look_up(m, path, slash ? (size_t)(slash - path) : 0);
}

int kunit_mount_unlink(struct kunit_mount *m, const char *path)
{
	const char *name;
	struct host_entry *dir = parent_of(m, path, &name);
	int err = dir ? host_name_unlink(dir, name, host_kunit_call()) : -ENOENT;

	if (dir)
		host_entry_put(dir);
	return err;
}

int kunit_mount_rename(struct kunit_mount *m, const char *from, const char *to)
{
	struct host_rename r = {0};
	int err = -ENOENT;

	r.old_dir = parent_of(m, from, &r.old_name);
	r.new_dir = parent_of(m, to, &r.new_name);
	if (r.old_dir && r.new_dir)
		err = host_name_rename(&r, host_kunit_call());
	if (r.old_dir)
		host_entry_put(r.old_dir);
	if (r.new_dir)
		host_entry_put(r.new_dir);
	return err;
}

int kunit_mount_stat(struct kunit_mount *m, const char *path, struct kunit_stat *ret)
{
	struct host_entry *e = look_up(m, path, strlen(path));

	if (!e)
		return -ENOENT;
	*ret = (struct kunit_stat){.mode = (umode_t)(e->mode | (e->kind == HOST_DIR ? S_IFDIR : S_IFREG)),
				   .uid = KUIDT_INIT(e->uid),
				   .gid = KGIDT_INIT(e->gid)};
	host_entry_put(e);
	return 0;
}

void kunit_mount_options(struct kunit_mount *m, char *buf, size_t size)
{
	struct seq_file s = {.buf = buf, .size = size - 1};

	host_super_show(m->super, &s);
	buf[s.count] = '\0';
}
