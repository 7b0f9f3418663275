/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "attr.h"
#include "core.h"
#include <cleat/sched.h>
#include <cleat/seq_file.h>
#include <cleat/wait.h>

struct host_attr {
	struct host_attr_ops ops;
	void *data;
	umode_t mode;
	pthread_mutex_t lock;
	struct wait_queue_head idle;
	int active;
	bool removed;
};

/* An open text file: what the last show wrote, until it is read from its start again. */
struct open_attr {
	struct host_attr *attr;
	pthread_mutex_t lock;
	struct seq_file m;
	bool shown;
};

enum { FIRST_SIZE = 4096 };

static int enter(struct host_attr *a)
{
	int err = 0;

	pthread_mutex_lock(&a->lock);
	if (a->removed)
		err = a->ops.gone;
	else
		a->active++;
	pthread_mutex_unlock(&a->lock);
	return err;
}

static void leave(struct host_attr *a)
{
	pthread_mutex_lock(&a->lock);
	if (--a->active == 0)
		wake_up_all(&a->idle);
	pthread_mutex_unlock(&a->lock);
}

static bool is_idle(struct host_attr *a)
{
	bool idle;

	pthread_mutex_lock(&a->lock);
	idle = a->active == 0;
	pthread_mutex_unlock(&a->lock);
	return idle;
}

static bool may_open(const struct host_attr *a, unsigned int flags)
{
	unsigned int acc = flags & O_ACCMODE;

	return !a->ops.strict ||
	       ((acc == O_WRONLY || a->mode & 0444) && (acc == O_RDONLY || a->mode & 0222));
}

static int attr_open(struct inode *inode, struct file *file)
{
	struct host_attr *a = file->private_data;
	struct open_attr *o;

	(void)inode;
	if (!may_open(a, file->f_flags))
		return -EACCES;
	o = calloc(1, sizeof(*o));
	if (!o)
		return -ENOMEM;
	o->attr = a;
	pthread_mutex_init(&o->lock, NULL);
	file->private_data = o;
	return 0;
}

static int attr_release(struct inode *inode, struct file *file)
{
	struct open_attr *o = file->private_data;

	(void)inode;
	pthread_mutex_destroy(&o->lock);
	free(o->m.buf);
	free(o);
	return 0;
}

/* Show again with twice the room until it fits. */
static int fill(struct open_attr *o)
{
	const struct host_attr_ops *ops = &o->attr->ops;
	size_t size = o->m.size ? o->m.size : FIRST_SIZE;
	int err;

	if (!ops->show)
		return -EINVAL;
	for (;; size *= 2) {
		char *buf = realloc(o->m.buf, size);

		if (!buf)
			return -ENOMEM;
		o->m = (struct seq_file){.buf = buf, .size = size};
		o->shown = false;
		err = ops->show(&o->m, o->attr->data);
		if (err < 0)
			return err;
		if (!seq_has_overflowed(&o->m))
			break;
	}
	o->shown = true;
	return 0;
}

static ssize_t read_locked(struct open_attr *o, char __user *buf, size_t len, loff_t *pos)
{
	int err = *pos == 0 || !o->shown ? fill(o) : 0;
	size_t n;

	if (err)
		return err;
	if (*pos < 0 || (size_t)*pos >= o->m.count)
		return 0;
	n = min(len, o->m.count - (size_t)*pos);
	if (copy_to_user(buf, o->m.buf + *pos, n))
		return -EFAULT;
	*pos += (loff_t)n;
	return (ssize_t)n;
}

static ssize_t attr_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct open_attr *o = file->private_data;
	ssize_t n = enter(o->attr);

	if (n)
		return n;
	pthread_mutex_lock(&o->lock);
	n = read_locked(o, buf, len, pos);
	pthread_mutex_unlock(&o->lock);
	leave(o->attr);
	return n;
}

static ssize_t store(struct host_attr *a, const char __user *buf, size_t len)
{
	char *text = malloc(len + 1);
	ssize_t n = -ENOMEM;

	if (text) {
		text[len] = '\0';
		n = copy_from_user(text, buf, len) ? -EFAULT : a->ops.store(a->data, text, len);
	}
	free(text);
	return n;
}

static ssize_t attr_write(struct file *file, const char __user *buf, size_t len, loff_t *pos)
{
	struct host_attr *a = ((struct open_attr *)file->private_data)->attr;
	ssize_t n;

	if (!a->ops.store || (len > a->ops.max && !a->ops.cut))
		return -EINVAL;
	n = enter(a);
	if (n)
		return n;
	n = store(a, buf, min(len, a->ops.max));
	leave(a);
	if (n > 0)
		*pos += n;
	return n;
}

static loff_t attr_llseek(struct file *file, loff_t off, int whence)
{
	struct host_attr *a = ((struct open_attr *)file->private_data)->attr;
	loff_t pos = whence == SEEK_SET ? off : file->f_pos + off;
	int err = enter(a);

	if (err)
		return err;
	leave(a);
	if ((whence != SEEK_SET && whence != SEEK_CUR) || pos < 0)
		return -EINVAL;
	return file->f_pos = pos;
}

const struct file_operations host_attr_fops = {
	.open = attr_open,
	.release = attr_release,
	.read = attr_read,
	.write = attr_write,
	.llseek = attr_llseek,
};

/* The attribute lives as long as its entry: until its last open file is closed. */
void host_attr_free(void *data)
{
	struct host_attr *a = data;

	pthread_mutex_destroy(&a->lock);
	free(a);
}

struct host_attr *host_attr_new(umode_t mode, const struct host_attr_ops *ops, void *data)
{
	struct host_attr *a = calloc(1, sizeof(*a));

	if (!a)
		return NULL;
	*a = (struct host_attr){.ops = *ops, .data = data, .mode = mode};
	pthread_mutex_init(&a->lock, NULL);
	init_waitqueue_head(&a->idle);
	return a;
}

struct host_entry *host_attr_add(const char *path, umode_t mode, const struct host_attr_ops *ops,
				 void *data)
{
	struct host_attr *a = host_attr_new(mode, ops, data);
	struct host_entry *entry;

	if (!a)
		return ERR_PTR(-ENOMEM);
	entry = host_entry_add_owned(path, HOST_FILE, mode, &host_attr_fops, a, host_attr_free);
	if (IS_ERR(entry))
		host_attr_free(a);
	return entry;
}

void host_attr_remove(struct host_entry *entry)
{
	struct host_attr *a = entry->data;

	might_sleep();
	host_entry_get(entry);
	host_entry_remove(entry);
	pthread_mutex_lock(&a->lock);
	a->removed = true;
	pthread_mutex_unlock(&a->lock);
	wait_event(a->idle, is_idle(a));
	host_entry_put(entry);
}
