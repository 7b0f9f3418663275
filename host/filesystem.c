/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* File systems that the driver registers, and their mounts. */
#include "libc.h"

#include "core.h"
#include "mounts.h"
#include "park.h"
#include "procinfo.h"
#include "tree.h"
#include <cleat/err.h>
#include <cleat/fault.h>
#include <cleat/printk.h>
#include <cleat/sched.h>

extern struct cleat_filesystem *const __start_cleat_filesystems[] __attribute__((weak));
extern struct cleat_filesystem *const __stop_cleat_filesystems[] __attribute__((weak));

static pthread_mutex_t types_lock = PTHREAD_MUTEX_INITIALIZER;
static struct cleat_filesystem *types;
static struct host_super *homes;

/* ---- registration ---- */

static struct cleat_filesystem *find_type(const char *name)
{
	struct cleat_filesystem *fs = types;

	while (fs && strcmp(fs->ops.name, name) != 0)
		fs = fs->next;
	return fs;
}

int cleat_filesystem_register(struct cleat_filesystem *fs)
{
	int err = 0;

	might_sleep();
	if (cleat_fault(CLEAT_FAULT_ALLOC))
		return -ENOMEM;
	fs->setup(&fs->ops);
	pthread_mutex_lock(&types_lock);
	if (find_type(fs->ops.name)) {
		err = -EBUSY;
	} else {
		fs->next = types;
		types = fs;
	}
	pthread_mutex_unlock(&types_lock);
	return err;
}

void cleat_filesystem_unregister(struct cleat_filesystem *fs)
{
	struct cleat_filesystem **at = &types;

	might_sleep();
	pthread_mutex_lock(&types_lock);
	while (*at != fs)
		at = &(*at)->next;
	*at = fs->next;
	pthread_mutex_unlock(&types_lock);
	if (__atomic_load_n(&fs->n_mounts, __ATOMIC_ACQUIRE))
		cleat_bug(__FILE__, __LINE__, "cleat_filesystem_unregister: it is mounted");
}

unsigned int cleat_filesystem_major(const struct cleat_filesystem *fs)
{
	(void)fs;
	return 0;
}

bool cleat_fs_in_first_ipc_ns(void)
{
	might_sleep();
	return host_call_none() || host_proc_same_ns(current->pid, "ipc");
}

bool host_super_offered(const char *type)
{
	bool found;

	pthread_mutex_lock(&types_lock);
	found = find_type(type) != NULL;
	pthread_mutex_unlock(&types_lock);
	return found;
}

bool host_super_for_users(const char *type)
{
	struct cleat_filesystem *fs;

	pthread_mutex_lock(&types_lock);
	fs = find_type(type);
	pthread_mutex_unlock(&types_lock);
	return !fs || fs->ops.user_ns;
}

const char *host_super_only(void)
{
	const char *only;

	pthread_mutex_lock(&types_lock);
	only = types && !types->next ? types->ops.name : NULL;
	pthread_mutex_unlock(&types_lock);
	return only;
}

bool host_super_any(void)
{
	return &__start_cleat_filesystems[0] != &__stop_cleat_filesystems[0];
}

/* ---- options ---- */

static int parse_u32(const char *text, u32 *ret)
{
	unsigned long long n;
	char *end;

	errno = 0;
	n = strtoull(text, &end, 0);
	if (errno || end == text || *end || *text == '-' || n > U32_MAX)
		return -EINVAL;
	*ret = (u32)n;
	return 0;
}

static int parse_word(const struct constant_table *t, const char *text, u32 *ret)
{
	for (; t->name; t++) {
		if (strcmp(t->name, text) == 0) {
			*ret = (u32)t->value;
			return 0;
		}
	}
	return -EINVAL;
}

static int set_option(const struct cleat_fs_option *o, void *opts, const char *value)
{
	char *at = (char *)opts + o->offset;

	if (o->kind == CLEAT_FS_OPTION_FLAG) {
		*(bool *)at = true;
		return value ? -EINVAL : 0;
	}
	if (!value)
		return -EINVAL;
	return o->kind == CLEAT_FS_OPTION_ENUM ? parse_word(o->words, value, (u32 *)at)
					       : parse_u32(value, (u32 *)at);
}

/* What mount(2) takes for itself when it stands among the options. */
static bool is_common(const char *key)
{
	static const char *const common[] = {"ro", "rw", "sync", "async", "dirsync", "lazytime",
					     "nolazytime", "mand", "nomand"};

	for (size_t i = 0; i < ARRAY_SIZE(common); i++)
		if (strcmp(common[i], key) == 0)
			return true;
	return false;
}

static int parse_one(const struct cleat_fs_ops *ops, void *opts, char *item)
{
	char *value = strchr(item, '=');

	if (value)
		*value++ = '\0';
	for (size_t i = 0; i < ops->n_options; i++)
		if (strcmp(ops->options[i].name, item) == 0)
			return set_option(&ops->options[i], opts, value);
	if (!value && is_common(item))
		return 0;
	printk(KERN_ERR "%s: Unknown parameter '%s'\n", ops->name, item);
	return -EINVAL;
}

static int read_options(const struct cleat_fs_ops *ops, void *opts, const char *text)
{
	char *copy = strdup(text ? text : ""), *save = NULL;
	int err = copy ? 0 : -ENOMEM;

	if (!err)
		ops->defaults(opts);
	for (char *item = err ? NULL : strtok_r(copy, ",", &save); item && !err;
	     item = strtok_r(NULL, ",", &save))
		err = parse_one(ops, opts, item);
	free(copy);
	return err ? err : ops->check(opts);
}

/* ---- mounts ---- */

static struct host_super *new_super(struct cleat_filesystem *fs, const struct host_mount_request *r)
{
	struct host_super *super = calloc(1, sizeof(*super));

	if (!super)
		return ERR_PTR(-ENOMEM);
	super->refs = 1;
	super->fs = fs;
	__atomic_add_fetch(&fs->n_mounts, 1, __ATOMIC_RELAXED);
	super->root = host_tree_root(r->place, super, r->uid, r->gid);
	if (IS_ERR(super->root)) {
		int err = (int)PTR_ERR(super->root);

		__atomic_sub_fetch(&fs->n_mounts, 1, __ATOMIC_RELEASE);
		free(super);
		return ERR_PTR(err);
	}
	return super;
}

void host_super_end(struct host_super *super)
{
	host_name_remove(super->root);
	if (super->ctx)
		super->fs->ops.unmount(super->ctx);
	host_entry_put(super->root);
	__atomic_sub_fetch(&super->fs->n_mounts, 1, __ATOMIC_RELEASE);
	free(super);
}

void host_super_put(struct host_super *super)
{
	bool last;

	host_tree_lock();
	last = --super->refs == 0;
	host_tree_unlock();
	if (last)
		host_super_end(super);
}

/* As in a kernel the context comes after the root, and what fails ends like a mount. */
static int fill(struct host_super *super, const void *opts)
{
	void *ctx = super->fs->ops.mount(opts, host_name_handle(super->root));

	if (IS_ERR(ctx))
		return (int)PTR_ERR(ctx);
	super->ctx = ctx;
	return 0;
}

static int mount_type(struct cleat_filesystem *fs, const struct host_mount_request *r,
		      struct host_super **ret)
{
	void *opts = calloc(1, fs->ops.options_size + 1);
	struct host_super *super;
	int err = opts ? read_options(&fs->ops, opts, r->options) : -ENOMEM;

	super = err ? ERR_PTR(err) : new_super(fs, r);
	err = (int)PTR_ERR_OR_ZERO(super);
	if (!err) {
		err = fill(super, opts);
		if (err)
			host_super_put(super);
	}
	free(opts);
	if (!err)
		*ret = super;
	return err;
}

int host_super_mount(const struct host_mount_request *r, struct host_call *call,
		     struct host_super **ret)
{
	struct cleat_filesystem *fs;
	int err;

	pthread_mutex_lock(&types_lock);
	fs = find_type(r->type);
	pthread_mutex_unlock(&types_lock);
	if (!fs)
		return -ENODEV;
	if (call)
		host_call_enter(call);
	err = mount_type(fs, r, ret);
	if (call)
		host_call_leave(call);
	return err;
}

int host_super_remount(struct host_super *super, const char *options, struct host_call *call)
{
	void *opts = calloc(1, super->fs->ops.options_size + 1);
	int err = -ENOMEM;

	host_call_enter(call);
	if (opts)
		err = read_options(&super->fs->ops, opts, options);
	if (!err)
		err = super->fs->ops.remount(super->ctx, opts);
	host_call_leave(call);
	free(opts);
	return err;
}

void host_super_show(struct host_super *super, struct seq_file *m)
{
	super->fs->ops.show_options(m, super->ctx);
}

struct host_entry *host_super_root(struct host_super *super)
{
	return super->root;
}

/* ---- those that stand in the driver's tree from the start ---- */

static int mount_home(struct cleat_filesystem *fs)
{
	struct host_mount_request r = {.type = fs->ops.name,
				       .options = fs->ops.home_options,
				       .uid = geteuid(),
				       .gid = getegid()};
	struct host_super *super;
	char place[256];
	int err;

	snprintf(place, sizeof(place), "dev/%s", fs->ops.home);
	r.place = place;
	err = mount_type(fs, &r, &super);
	if (err)
		return err;
	super->next = homes;
	homes = super;
	return 0;
}

int host_super_homes(void)
{
	int err = 0;

	for (struct cleat_filesystem *fs = types; fs && !err; fs = fs->next)
		if (fs->ops.home)
			err = mount_home(fs);
	return err;
}

void host_super_leave_homes(void)
{
	while (homes) {
		struct host_super *super = homes;

		homes = super->next;
		host_super_put(super);
	}
}
