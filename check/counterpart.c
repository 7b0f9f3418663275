/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Whoever comes from the kernel writes its names: of those that the kit has the header is told, of
 * those that it has in another form that form.
 */
#include "check/counterpart.h"
#include "base/paths.h"

#include <ctype.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* @names: apart by blanks; what ends with * begins so */
static const struct counterpart {
	const char *names, *kit;
} counterparts[] = {
	{"list_*_rcu list_for_each_entry_rcu hlist_*_rcu",
	 "the kit has no list under RCU: publish an array or a struct by rcu_assign_pointer(), <cleat/rcupdate.h>"},
	{"list_* LIST_HEAD INIT_LIST_HEAD hlist_* HLIST_HEAD hash_add hash_del hash_for_each* DEFINE_HASHTABLE",
	 "a list that knows its type: DEFINE_LIST or DEFINE_OWNED_LIST of <cleat/list.h>"},
	{"rb_* RB_ROOT", "a tree that knows its type: DEFINE_RBTREE or DEFINE_OWNED_RBTREE of <cleat/rbtree.h>"},
	{"idr_* idr DEFINE_IDR xa_* xarray DEFINE_XARRAY* radix_tree_*",
	 "an array that knows its type: DEFINE_TYPED_XARRAY or DEFINE_OWNED_XARRAY of <cleat/xarray.h>"},
	{"kfifo kfifo_* DECLARE_KFIFO* DEFINE_KFIFO", "struct cleat_ring of <cleat/ring.h>"},
	{"EINVAL ENOMEM EFAULT EBUSY EAGAIN ENOTTY ENOENT EEXIST EPERM EACCES EIO ENODEV ENOSPC ERANGE EINTR "
	 "ERESTARTSYS ENODATA ETIMEDOUT EOVERFLOW EOPNOTSUPP E2BIG",
	 "#include <cleat/err.h>"},
	{"kref_*", "DEFINE_REFCOUNTED of <cleat/kref.h>"},
	{"module_init module_exit MODULE_LICENSE THIS_MODULE module_misc_device",
	 "cleat_module(name, init, exit) of <cleat/module.h> says all of that"},
	{"module_param_* core_param", "module_param or module_param_named of <cleat/module.h>"},
	{"kthread_* INIT_WORK INIT_DELAYED_WORK DECLARE_WORK DECLARE_DELAYED_WORK schedule_work queue_work "
	 "schedule_delayed_work queue_delayed_work cancel_work_sync cancel_delayed_work_sync mod_delayed_work",
	 "DEFINE_WORK_FUNCTIONS or DEFINE_DELAYED_WORK_FUNCTIONS of <cleat/workqueue.h>"},
	{"timer_setup mod_timer add_timer del_timer* timer_delete* from_timer timer_container_of",
	 "DEFINE_TIMER_FUNCTIONS of <cleat/timer.h>"},
	{"hrtimer_*", "DEFINE_HRTIMER_FUNCTIONS of <cleat/hrtimer.h>"},
	{"call_rcu", "DEFINE_CALL_RCU of <cleat/rcupdate.h>"},
	{"cdev cdev_* alloc_chrdev_region register_chrdev* class_create class_destroy device_create device_destroy",
	 "misc_register(), or cleat_misc_register() for several devices, of <cleat/miscdevice.h>"},
	{"simple_read_from_buffer simple_write_to_buffer copy_to_iter copy_from_iter",
	 ".read_at and .write_at with cleat_user_write() and cleat_user_read(), <cleat/fs.h>"},
	{"strncpy_from_user strnlen_user", "strndup_user() of <cleat/slab.h>"},
	{"access_ok __copy_from_user __copy_to_user __get_user __put_user",
	 "copy_from_user(), copy_to_user(), get_user(), put_user() of <cleat/uaccess.h> look by themselves"},
	{"single_open seq_open seq_release DEFINE_SHOW_ATTRIBUTE debugfs_create_file*",
	 "DEFINE_DEBUGFS_FILE of <cleat/debugfs.h>"},
	{"proc_create*", "DEFINE_PROC_FILE of <cleat/proc_fs.h>"},
	{"DEVICE_ATTR* device_create_file sysfs_create_* kobject_* kobject", "DEFINE_DEVICE_ATTR of <cleat/sysfs.h>"},
	{"remap_pfn_range vm_insert_page* vm_map_pages* vmf_insert_*",
	 ".mmap_pages of <cleat/mm.h>, or .mmap_area of <cleat/area.h>"},
	{"alloc_page alloc_pages __get_free_page* get_zeroed_page", "cleat_pages_alloc() of <cleat/mm.h>, or kvzalloc()"},
	{"kmem_cache_* devm_k*alloc vmalloc vzalloc", "kzalloc_obj(), kvzalloc() and their like of <cleat/slab.h>"},
	{"sprintf vsprintf strcat strncat", "scnprintf() of <cleat/string.h>, which knows how long the buffer is"},
	{"strcpy strncpy strlcpy", "strscpy() of <cleat/string.h>, which knows how long the buffer is"},
	{"simple_strto* sscanf", "kstrtouint() and its like of <cleat/string.h>, which say whether it is a number"},
	{"printk dev_err dev_warn dev_info dev_dbg", "pr_err(), pr_info() and their like of <cleat/printk.h>"},
	{"fdget fdput filp_open filp_close kernel_read kernel_write", "fget() and fput() of <cleat/file.h>"},
	{"sema_init down up semaphore DEFINE_SEMAPHORE", "a mutex, or a completion: <cleat/mutex.h>, <cleat/completion.h>"},
	{"rwlock_t read_lock write_lock DEFINE_RWLOCK rwlock_init seqlock_t seqlock_init seqcount_t",
	 "spinlock_t of <cleat/spinlock.h>, or RCU: <cleat/rcupdate.h>"},
	{"mutex_lock_nested spin_lock_nested down_write_nested",
	 "both at once: guard(mutex_two) of <cleat/mutex.h>, guard(spinlock_two) of <cleat/spinlock.h>"},
	{"set_current_state schedule schedule_timeout* prepare_to_wait finish_wait",
	 "wait_event_interruptible() and its like of <cleat/wait.h>"},
};

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

static bool fits(const char *pattern, size_t n, const char *name)
{
	const char *star = memchr(pattern, '*', n);
	size_t head = star ? (size_t)(star - pattern) : n, tail = star ? n - head - 1 : 0, len = strlen(name);

	if (!star)
		return len == n && memcmp(pattern, name, n) == 0;
	return len >= head + tail && memcmp(pattern, name, head) == 0 &&
	       memcmp(star + 1, name + len - tail, tail) == 0;
}

static const char *in_another_form(const char *name)
{
	for (size_t i = 0; i < sizeof(counterparts) / sizeof(counterparts[0]); i++)
		for (const char *at = counterparts[i].names; *at; at += strspn(at, " ")) {
			size_t n = strcspn(at, " ");

			if (fits(at, n, name))
				return counterparts[i].kit;
			at += n;
		}
	return NULL;
}

enum what { CALLED, NAMED, TYPE };

/* Is it declared or defined there: does a line of code have "name(", or define it, or describe the type? */
static bool declares(const char *text, const char *name, enum what what)
{
	size_t n = strlen(name);

	for (const char *at = text; (at = strstr(at, name)); at += n) {
		const char *line = at, *after = at + n;

		while (line > text && line[-1] != '\n')
			line--;
		if ((at > text && is_word(at[-1])) || is_word(*after) || strncmp(line, " *", 2) == 0 ||
		    strncmp(line, "/*", 2) == 0)
			continue;
		if (what == TYPE ? strncmp(after, " {", 2) == 0 || *after == ';'
			 : at == line + strlen("#define ") ? strncmp(line, "#define ", 8) == 0 : what == CALLED && *after == '(')
			return true;
	}
	return false;
}

static const char *header_in(struct mem *a, const char *dir, const char *name, enum what what)
{
	char *path = paths_kit(dir);
	DIR *d = opendir(path);
	const char *found = NULL;

	for (struct dirent *e; d && !found && (e = readdir(d));) {
		size_t n = strlen(e->d_name);
		char *file, *text;

		if (n < 3 || strcmp(e->d_name + n - 2, ".h") != 0 || strcmp(e->d_name, "prelude.h") == 0)
			continue;
		file = paths_format("%s/%s", path, e->d_name);
		text = paths_read(file, NULL);
		if (text && declares(text, name, what))
			found = mem_strdup(a, e->d_name);
		free(text);
		free(file);
	}
	if (d)
		closedir(d);
	free(path);
	return found;
}

static bool kit_has(const char *header)
{
	char *rel = paths_format("include/cleat/%s", header), *path = paths_kit(rel), *text = paths_read(path, NULL);
	bool has = text;

	free(text);
	free(path);
	free(rel);
	return has;
}

static const char *missing_header(struct mem *a, const char *path)
{
	const char *base = strrchr(path, '/');

	if (strncmp(path, "linux/", 6) != 0 && strncmp(path, "asm/", 4) != 0)
		return NULL;
	base = base ? base + 1 : path;
	if (kit_has(base))
		return mem_format(a, "a driver includes the kit's headers: <cleat/%s>", base);
	return "a driver includes the kit's headers, <cleat/...>, and its own uapi.h";
}

const char *counterpart_fix(struct mem *a, const char *text)
{
	const char *quote = strchr(text, '\''), *end = quote ? strchr(quote + 1, '\'') : NULL, *name, *kit, *header;
	enum what what;

	if (!end)
		return NULL;
	name = mem_strndup(a, quote + 1, (size_t)(end - quote - 1));
	if (strstr(text, "file not found"))
		return missing_header(a, name);
	if (!strstr(text, "undeclared") && !strstr(text, "incomplete type") && !strstr(text, "unknown type name"))
		return NULL;
	what = strstr(text, "undeclared identifier") ? NAMED : strstr(text, "undeclared") ? CALLED : TYPE;
	if (strncmp(name, "struct ", 7) == 0)
		name += 7;
	kit = in_another_form(name);
	if (kit)
		return kit;
	header = header_in(a, "include/cleat", name, what);
	if (!header)
		header = header_in(a, "host", name, what);
	return header && kit_has(header) ? mem_format(a, "#include <cleat/%s>", header) : NULL;
}

const char *counterpart_text(struct mem *a, const char *text)
{
	const char *end = strstr(text, "; ISO C");
	const char *type = strstr(text, " with type '");

	if (type && strstr(text, "undeclared library function"))
		end = type;
	return end ? mem_strndup(a, text, (size_t)(end - text)) : text;
}
