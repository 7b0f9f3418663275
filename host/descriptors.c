/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Descriptors of the caller. A file that fget() takes is a descriptor of ours in a struct file
 * without operations; a file of the driver's own that comes back to it this way is no exception.
 */
#include "libc.h"

#include "core.h"
#include "descriptors.h"
#include "leak.h"
#include <cleat/file.h>
#include <cleat/printk.h>

struct taken_file {
	struct file file;
	int fd;
	int refs;
};

/* A thread of the runtime's own has no descriptors that a driver may know. */
static const struct host_descriptors *ways(struct host_call **ret_call)
{
	*ret_call = host_call_current();
	might_sleep();
	return *ret_call ? (*ret_call)->descriptors : NULL;
}

static struct taken_file *taken(struct file *file)
{
	if (file->entry)
		cleat_bug(__FILE__, __LINE__, "the file was not taken by fget()");
	return container_of(file, struct taken_file, file);
}

struct file *fget(unsigned int fd)
{
	struct host_call *call;
	const struct host_descriptors *d = ways(&call);
	int ours = d ? d->get(call, fd) : -EBADF;
	struct taken_file *t;

	if (ours < 0)
		return NULL;
	t = host_leak_new(sizeof(*t));
	if (!t) {
		close(ours);
		return NULL;
	}
	*t = (struct taken_file){.fd = ours, .refs = 1};
	return &t->file;
}

struct file *get_file(struct file *file)
{
	__atomic_add_fetch(&taken(file)->refs, 1, __ATOMIC_RELAXED);
	return file;
}

void fput(struct file *file)
{
	struct taken_file *t = taken(file);

	if (__atomic_sub_fetch(&t->refs, 1, __ATOMIC_ACQ_REL) != 0)
		return;
	close(t->fd);
	kfree(t);
}

/* ---- numbers ---- */

static struct host_reserved *take_reserved(struct host_call *call, unsigned int fd)
{
	struct host_reserved **at, *r;

	for (at = &call->reserved; *at && (*at)->fd != fd; at = &(*at)->next)
		;
	r = *at;
	if (r)
		*at = r->next;
	return r;
}

int get_unused_fd_flags(unsigned int flags)
{
	struct host_call *call;
	const struct host_descriptors *d = ways(&call);
	struct host_reserved *r;
	int fd;

	if (!d)
		return -EPERM;
	if (cleat_fault(CLEAT_FAULT_ALLOC))
		return -ENOMEM;
	r = malloc(sizeof(*r));
	if (!r)
		return -ENOMEM;
	fd = d->reserve(call);
	if (fd < 0) {
		free(r);
		return fd;
	}
	*r = (struct host_reserved){call->reserved, (unsigned int)fd, flags & O_CLOEXEC};
	call->reserved = r;
	return fd;
}

/* The caller may have died; then nobody misses the file. */
void fd_install(unsigned int fd, struct file *file)
{
	struct host_call *call;
	const struct host_descriptors *d = ways(&call);
	struct host_reserved *r = d ? take_reserved(call, fd) : NULL;

	if (!r)
		cleat_bug(__FILE__, __LINE__, "fd_install: the descriptor was not reserved");
	d->install(call, fd, taken(file)->fd, r->cloexec);
	free(r);
	fput(file);
}

void put_unused_fd(unsigned int fd)
{
	struct host_call *call;
	const struct host_descriptors *d = ways(&call);
	struct host_reserved *r = d ? take_reserved(call, fd) : NULL;

	if (!r)
		cleat_bug(__FILE__, __LINE__, "put_unused_fd: the descriptor was not reserved");
	d->close(call, fd);
	free(r);
}

int cleat_close_fd_later(unsigned int fd)
{
	struct host_call *call;
	const struct host_descriptors *d = ways(&call);

	if (!d)
		return -EBADF;
	return cleat_fault(CLEAT_FAULT_ALLOC) ? -ENOMEM : d->close(call, fd);
}

void host_descriptors_end(struct host_call *call)
{
	while (call->reserved) {
		struct host_reserved *r = call->reserved;

		cleat_warn(1, __FILE__, __LINE__,
			   "a descriptor was reserved and neither installed nor put");
		call->reserved = r->next;
		call->descriptors->close(call, r->fd);
		free(r);
	}
}

/* ---- a caller that is this process ---- */

static int get_local(struct host_call *call, unsigned int theirs)
{
	int fd = fcntl((int)theirs, F_DUPFD_CLOEXEC, 0);

	(void)call;
	return fd < 0 ? -EBADF : fd;
}

static int reserve_local(struct host_call *call)
{
	int fd = open("/dev/null", O_PATH | O_CLOEXEC);

	(void)call;
	return fd < 0 ? -errno : fd;
}

static int install_local(struct host_call *call, unsigned int theirs, int ours, bool cloexec)
{
	(void)call;
	return dup3(ours, (int)theirs, cloexec ? O_CLOEXEC : 0) < 0 ? -errno : 0;
}

static int close_local(struct host_call *call, unsigned int theirs)
{
	(void)call;
	return close((int)theirs) < 0 ? -errno : 0;
}

const struct host_descriptors host_descriptors_local = {
	.get = get_local,
	.reserve = reserve_local,
	.install = install_local,
	.close = close_local,
};
