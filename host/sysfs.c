/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The attributes of misc devices, as text files that are one page at most. */
#include "libc.h"

#include "attr.h"
#include "core.h"
#include <cleat/printk.h>
#include <cleat/seq_file.h>
#include <cleat/sysfs.h>

/* One shown attribute; misc->sysfs is the list of a device's. */
struct host_sysfs {
	struct host_sysfs *next;
	struct host_entry *entry;
	struct miscdevice *misc;
	struct device_attribute *attr;
};

static int emit(char *buf, int at, const char *fmt, va_list ap)
{
	int room = (int)PAGE_SIZE - at, n;

	if (WARN_ON(((unsigned long)buf & (PAGE_SIZE - 1)) || at < 0 || room <= 0))
		return 0;
	n = vsnprintf(buf + at, (size_t)room, fmt, ap);
	return n < 0 ? 0 : min(n, room - 1);
}

int sysfs_emit(char *buf, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = emit(buf, 0, fmt, ap);
	va_end(ap);
	return n;
}

int sysfs_emit_at(char *buf, int at, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = emit(buf, at, fmt, ap);
	va_end(ap);
	return n;
}

static int show(struct seq_file *m, void *data)
{
	struct host_sysfs *s = data;
	char *page = aligned_alloc(PAGE_SIZE, PAGE_SIZE);
	ssize_t n;

	if (!page)
		return -ENOMEM;
	memset(page, 0, PAGE_SIZE);
	n = s->attr->show(s->misc, page);
	if (WARN_ON(n >= (ssize_t)PAGE_SIZE))
		n = PAGE_SIZE - 1;
	if (n > 0)
		seq_write(m, page, (size_t)n);
	free(page);
	return n < 0 ? (int)n : 0;
}

static ssize_t store(void *data, const char *text, size_t len)
{
	struct host_sysfs *s = data;

	return s->attr->store(s->misc, text, len);
}

static const struct host_attr_ops ops = {
	.show = show,
	.store = store,
	.max = PAGE_SIZE,
	.cut = true,
	.strict = true,
	.gone = -ENODEV,
};

static int show_one(struct miscdevice *misc, const struct attribute_group *g,
		    struct attribute *attr)
{
	struct host_sysfs *s = calloc(1, sizeof(*s));
	char path[512];

	if (!s)
		return -ENOMEM;
	snprintf(path, sizeof(path), "sys/class/misc/%s/%s%s%s", misc->name, g->name ? g->name : "",
		 g->name ? "/" : "", attr->name);
	s->misc = misc;
	s->attr = container_of(attr, struct device_attribute, attr);
	s->entry = host_attr_add(path, attr->mode, &ops, s);
	if (IS_ERR(s->entry)) {
		int err = (int)PTR_ERR(s->entry);

		free(s);
		return err;
	}
	s->next = misc->sysfs;
	misc->sysfs = s;
	return 0;
}

int host_sysfs_show(struct miscdevice *misc)
{
	int err = 0;

	for (int g = 0; misc->groups && misc->groups[g] && !err; g++)
		for (struct attribute **a = misc->groups[g]->attrs; *a && !err; a++)
			err = show_one(misc, misc->groups[g], *a);
	if (err)
		host_sysfs_remove(misc);
	return err;
}

void host_sysfs_remove(struct miscdevice *misc)
{
	while (misc->sysfs) {
		struct host_sysfs *s = misc->sysfs;

		misc->sysfs = s->next;
		host_attr_remove(s->entry);
		free(s);
	}
}
