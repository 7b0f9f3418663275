/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Areas, wait queues that end, devices with nodes and descriptors: what begins with them, and under which lock. */
#include <cleat/area.h>
#include <cleat/file.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/poll.h>
#include <cleat/security.h>

struct dev;
struct client { struct cleat_area area; struct cleat_poll_queue queue; };
struct dev { struct cleat_misc node; struct mutex lock; u32 opens __guarded_by(&lock); };

DEFINE_CLEAT_AREAS(areas);

/* good */
static struct client *client_open(struct dev *d, struct file *file)
{
	struct client *c = kzalloc_obj(*c);

	if (!c)
		return ERR_PTR(-ENOMEM);
	cleat_area_init(&c->area, &areas);
	cleat_poll_queue_init(&c->queue);
	guard(mutex)(&d->lock);
	d->opens++;
	return c;
}

/* good */
static void client_release(struct client *__own c, struct file *file)
{
	cleat_poll_queue_end(&c->queue);
	cleat_area_destroy(&c->area);
	kfree(c);
}

DEFINE_DEVICE_FILE_OPERATIONS(client_fops, struct client, struct dev,
	.open_device = client_open,
	.release = client_release);

/* bad: the area stays */
void client_end_early(struct client *__own c)
{
	cleat_poll_queue_end(&c->queue);
	kfree(c);
}

/* bad: epoll stays on the queue */
void client_end_polled(struct client *__own c)
{
	cleat_area_destroy(&c->area);
	kfree(c);
}

/* bad: the allocator's lock is not held */
int client_room(struct client *c, size_t len)
{
	return cleat_area_populate(&c->area, 0, len);
}

/* bad: it is held where the client's address space comes first */
void client_end_locked(struct client *__own c)
{
	cleat_poll_queue_end(&c->queue);
	scoped_guard(mutex, &c->area.lock)
		cleat_area_destroy(&c->area);
	kfree(c);
}

/* good */
int client_give(struct client *c, size_t off, size_t len, const u8 *bytes __sized_by(len))
{
	guard(mutex)(&c->area.lock);
	int err = cleat_area_populate(&c->area, off, len);
	if (err)
		return err;
	return cleat_area_write(&c->area, off, bytes, len);
}

/* bad: what was written may not be there */
void client_give_blindly(struct client *c, size_t off, const u32 *word)
{
	cleat_area_write_obj(&c->area, off, word);
}

/* bad: the length comes from the client, and nobody looked at it */
int client_believe(struct client *c)
{
	u8 to[64];
	u32 len;
	int err = cleat_area_read_obj(&c->area, 0, &len);

	if (err)
		return err;
	return cleat_area_read(&c->area, 4, to, len);
}

/* bad: the node stays */
void dev_remove(struct dev *__own d)
{
	kfree(d);
}

/* good: what is not shown may be taken away */
void dev_remove_well(struct dev *__own d)
{
	cleat_misc_deregister(&d->node);
	kfree(d);
}

/* good */
int dev_show(struct dev *d)
{
	return cleat_misc_register(d, node, client_fops, "client", 0600);
}

/* bad: the file is lost when there is no number */
int file_give(u32 from)
{
	struct file *file = fget(from);
	int fd;

	if (!file)
		return -EBADF;
	fd = get_unused_fd_flags(O_CLOEXEC);
	if (fd < 0)
		return fd;
	fd_install(fd, file);
	return fd;
}

/* bad: no file */
int file_look(u32 from)
{
	struct file *file __free(fput) = fget(from);

	return file->f_flags;
}

/* bad: given and put */
void file_twice(u32 fd, struct file *__own file)
{
	fd_install(fd, file);
	fput(file);
}

/* good */
int file_give_well(u32 from)
{
	struct file *file __free(fput) = fget(from);

	if (!file)
		return -EBADF;
	CLASS(get_unused_fd, fd)(O_CLOEXEC);
	if (fd < 0)
		return fd;
	fd_install(fd, no_free_ptr(file));
	return take_fd(fd);
}

/* bad: no module gives one */
void context_drop(const struct cred *cred)
{
	struct cleat_secctx *text = cleat_cred_secctx(cred);

	kfree(text);
}

/*
 * check:
 *	46: CL112: 'c' is freed while 'c->area' may still be in use by others
 *	53: CL112: 'c' is freed while 'c->queue' may still be in use by others
 *	59: CL406: 'cleat_area_populate' must be called with 'c->area.lock' held
 *	67: CL402: 'cleat_area_destroy' must not be called with 'c->area.lock' held
 *	84: CL301: the result of 'cleat_area_write' is an error that must be looked at, and is ignored
 *	96: CL602: cleat_area_read uses 'len' bytes of 'to', which has 64
 *	102: CL112: 'd' is freed while 'd->node' may still be in use by others
 *	128: CL101: 'file' is owned here, and is not released on this path
 *	138: CL201: 'file' may be NULL, and is dereferenced without a test
 *	145: CL102: 'file' is passed to 'fput', but the object was handed on already
 *	167: CL206: 'text' may be an ERR_PTR, and 'kfree' does not take one
 */
