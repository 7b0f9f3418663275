/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Files of a case: the driver is called through the core, as the case's own process. */
#include "libc.h"

#include "core.h"
#include "kunit.h"
#include <cleat/kunit.h>

static void close_file(void *object)
{
	struct kunit_file *f = object;

	if (f->file) {
		host_file_flush(f->file, host_kunit_call());
		host_file_release(f->file, host_kunit_call());
	}
	free(f);
}

struct kunit_file *kunit_open_path(struct kunit *test, const char *path, unsigned int flags)
{
	return host_kunit_open(test, host_entry_lookup(path), flags);
}

struct kunit_file *host_kunit_open(struct kunit *test, struct host_entry *entry,
				   unsigned int flags)
{
	struct kunit_file *f = calloc(1, sizeof(*f));
	int err = -ENOENT;

	if (entry) {
		err = !entry->fops ? -EISDIR : host_file_open(entry, flags, host_kunit_call(), &f->file);
		host_entry_put(entry);
	}
	if (err) {
		free(f);
		return ERR_PTR(err);
	}
	f->test = test;
	return host_kunit_own(test, f, close_file);
}

void kunit_close(struct kunit_file *f)
{
	host_kunit_disown(f->test, f);
	close_file(f);
}

/* The caller's buffer is the window of the call: no copy through the kernel. */
static void set_window(struct host_call *call, void *buf, size_t in, size_t out)
{
	call->window = (struct host_window){
		.addr = (u64)(unsigned long)buf, .in = buf, .in_len = in, .out = buf, .out_len = out};
}

static loff_t *position(struct kunit_file *f)
{
	return f->file->stream ? NULL : &f->file->f_pos;
}

ssize_t kunit_read(struct kunit_file *f, void *buf, size_t len)
{
	set_window(host_kunit_call(), buf, 0, len);
	return host_file_read(f->file, host_kunit_call(), (u64)(unsigned long)buf, len, position(f));
}

ssize_t kunit_write(struct kunit_file *f, const void *buf, size_t len)
{
	set_window(host_kunit_call(), (void *)buf, len, 0);
	return host_file_write(f->file, host_kunit_call(), (u64)(unsigned long)buf, len, position(f));
}

long kunit_ioctl(struct kunit_file *f, unsigned int cmd, void __user *arg)
{
	set_window(host_kunit_call(), NULL, 0, 0);
	return host_file_ioctl(f->file, host_kunit_call(), cmd, (u64)(unsigned long)arg);
}

long kunit_ioctl_buf(struct kunit_file *f, unsigned int cmd, void *obj, size_t size)
{
	set_window(host_kunit_call(), obj, size, size);
	return host_file_ioctl(f->file, host_kunit_call(), cmd, (u64)(unsigned long)obj);
}

__poll_t kunit_poll(struct kunit_file *f)
{
	return host_file_poll(f->file, host_kunit_call(), NULL);
}

struct kunit_watch {
	struct host_poller poller;
	struct kunit *test;
	bool woken;
};

static void note_wake_up(struct host_poller *poller)
{
	struct kunit_watch *w = container_of(poller, struct kunit_watch, poller);

	__atomic_store_n(&w->woken, true, __ATOMIC_RELEASE);
}

static void free_watch(void *object)
{
	struct kunit_watch *w = object;

	host_poller_cancel(&w->poller);
	free(w);
}

struct kunit_watch *kunit_watch(struct kunit_file *f)
{
	struct kunit_watch *w = calloc(1, sizeof(*w));

	if (!w)
		abort();
	*w = (struct kunit_watch){{.notify = note_wake_up}, .test = f->test};
	host_file_poll(f->file, host_kunit_call(), &w->poller);
	return host_kunit_own(f->test, w, free_watch);
}

void kunit_watch_end(struct kunit_watch *w)
{
	host_kunit_disown(w->test, w);
	free_watch(w);
}

/* A poller hears once, an epoll entry each time. */
bool kunit_watch_woken(struct kunit_watch *w)
{
	bool woken = __atomic_exchange_n(&w->woken, false, __ATOMIC_ACQ_REL);

	__atomic_store_n(&w->poller.armed, true, __ATOMIC_RELEASE);
	return woken;
}

loff_t kunit_lseek(struct kunit_file *f, loff_t off, int whence)
{
	return host_file_llseek(f->file, host_kunit_call(), off, whence);
}

void kunit_nonblock(struct kunit_file *f, bool on)
{
	f->file->f_flags = on ? f->file->f_flags | O_NONBLOCK : f->file->f_flags & ~(unsigned int)O_NONBLOCK;
}
