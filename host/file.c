/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Open files and the calls on them: each enters the driver as its caller and leaves it again. */
#include "libc.h"

#include "core.h"
#include "pages.h"
#include "park.h"
#include <cleat/area.h>
#include <cleat/cred.h>
#include <cleat/err.h>
#include <cleat/poll.h>

/* Errors that only the kernel knows end as a system call would end for a caller with a handler. */
static long visible(long ret)
{
	switch (ret) {
	case -ERESTARTSYS:
	case -ERESTARTNOINTR:
	case -ERESTARTNOHAND:
		return -EINTR;
	case -ENOIOCTLCMD:
		return -ENOTTY;
	default:
		return ret;
	}
}

int host_file_open(struct host_entry *entry, unsigned int flags, struct host_call *call,
		   struct file **ret_file)
{
	struct file *file = calloc(1, sizeof(*file));
	int err = 0;

	if (!file)
		return -ENOMEM;
	/* First, because the tree's lock orders us after whoever made the entry. */
	file->entry = host_entry_get(entry);
	file->f_flags = flags;
	file->f_mode = (flags + 1) & O_ACCMODE;
	file->f_op = entry->fops;
	file->private_data = entry->data;
	host_call_enter(call);
	file->f_cred = get_current_cred();
	if (!host_entry_open(entry)) {
		err = -ENXIO;
	} else {
		if (file->f_op->open)
			err = (int)visible(file->f_op->open(NULL, file));
		host_entry_opened(entry);
		if (err)
			host_entry_close(entry);
	}
	host_call_leave(call);
	if (err) {
		put_cred(file->f_cred);
		host_entry_put(entry);
		free(file);
		return err;
	}
	*ret_file = file;
	return 0;
}

int host_file_flush(struct file *file, struct host_call *call)
{
	int err;

	if (!file->f_op->flush)
		return 0;
	host_call_enter(call);
	err = (int)visible(file->f_op->flush(file, NULL));
	host_call_leave(call);
	return err;
}

void host_file_release(struct file *file, struct host_call *call)
{
	if (file->f_op->release) {
		host_call_enter(call);
		file->f_op->release(NULL, file);
		host_call_leave(call);
	}
	host_entry_close(file->entry);
	host_entry_put(file->entry);
	put_cred(file->f_cred);
	free(file);
}

ssize_t host_file_read(struct file *file, struct host_call *call, u64 buf, size_t len, loff_t *pos)
{
	ssize_t n;

	if ((file->f_flags & O_ACCMODE) == O_WRONLY)
		return -EBADF;
	if (!file->f_op->read)
		return -EINVAL;
	host_call_enter(call);
	n = visible(file->f_op->read(file, (char __user *)(unsigned long)buf, len, pos));
	host_call_leave(call);
	return n;
}

ssize_t host_file_write(struct file *file, struct host_call *call, u64 buf, size_t len, loff_t *pos)
{
	ssize_t n;

	if ((file->f_flags & O_ACCMODE) == O_RDONLY)
		return -EBADF;
	if (!file->f_op->write)
		return -EINVAL;
	host_call_enter(call);
	n = visible(file->f_op->write(file, (const char __user *)(unsigned long)buf, len, pos));
	host_call_leave(call);
	return n;
}

long host_file_ioctl(struct file *file, struct host_call *call, unsigned int cmd, u64 arg)
{
	long ret;

	if (!file->f_op->unlocked_ioctl)
		return -ENOTTY;
	host_call_enter(call);
	ret = visible(file->f_op->unlocked_ioctl(file, cmd, (unsigned long)arg));
	host_call_leave(call);
	return ret;
}

loff_t host_file_llseek(struct file *file, struct host_call *call, loff_t off, int whence)
{
	loff_t pos;

	if (!file->f_op->llseek)
		return -ESPIPE;
	host_call_enter(call);
	pos = file->f_op->llseek(file, off, whence);
	host_call_leave(call);
	return pos;
}

__poll_t host_file_poll(struct file *file, struct host_call *call, struct host_poller *poller)
{
	struct poll_table_struct pt = {.poller = poller};
	__poll_t ready;

	if (!file->f_op->poll)
		return DEFAULT_POLLMASK;
	if (poller)
		__atomic_store_n(&poller->armed, true, __ATOMIC_RELEASE);
	host_call_enter(call);
	ready = file->f_op->poll(file, &pt);
	host_call_leave(call);
	return pt.no_memory ? EPOLLERR : ready;
}

struct host_pages *host_file_pages(struct file *file)
{
	struct cleat_pages *pages;

	if (host_file_wants_map(file))
		return file->f_op->mmap_area(file)->host;
	pages = file->f_op->mmap_pages ? file->f_op->mmap_pages(file) : NULL;
	return pages ? pages->host : NULL;
}

bool host_file_wants_map(const struct file *file)
{
	return file->f_op->maps_area && file->f_op->maps_area();
}

int host_file_map(struct file *file, struct host_call *call, struct cleat_vma *vma)
{
	struct cleat_pages *pages;
	int err;

	if (!host_file_wants_map(file)) {
		pages = file->f_op->mmap_pages ? file->f_op->mmap_pages(file) : NULL;
		return pages ? host_pages_check(pages, vma) : -ENODEV;
	}
	host_call_enter(call);
	err = (int)visible(file->f_op->mmap(file, vma));
	host_call_leave(call);
	return err;
}

void *cleat_file_device(struct inode *inode, struct file *file)
{
	(void)inode;
	return file->entry->device;
}

loff_t fixed_size_llseek(struct file *file, loff_t off, int whence, loff_t size)
{
	loff_t base = whence == SEEK_CUR ? file->f_pos : whence == SEEK_END ? size : 0, pos;

	if (whence != SEEK_SET && whence != SEEK_CUR && whence != SEEK_END)
		return -EINVAL;
	if (__builtin_add_overflow(base, off, &pos) || pos < 0 || pos > size)
		return -EINVAL;
	file->f_pos = pos;
	return pos;
}
