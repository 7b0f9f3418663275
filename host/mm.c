/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "pages.h"
#include <cleat/sched.h>

struct host_pages {
	pthread_mutex_t lock;
	struct host_pages_listener *listeners;
	unsigned char *at;
	size_t size;
	int fd;
};

/*
 * Orders a listener's end with the end of the pages it listens to: neither may find the other
 * freed.
 */
static pthread_mutex_t ends_lock = PTHREAD_MUTEX_INITIALIZER;

/* All memory is there from the start, so that its lack is an errno here and not a SIGBUS later. */
static int make_memory(struct host_pages *h)
{
	h->fd = memfd_create("cleat-pages", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (h->fd < 0)
		return -ENOMEM;
	if (ftruncate(h->fd, (off_t)h->size) == 0 && fallocate(h->fd, 0, 0, (off_t)h->size) == 0 &&
	    fcntl(h->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) == 0) {
		h->at = mmap(NULL, h->size, PROT_READ | PROT_WRITE, MAP_SHARED, h->fd, 0);
		if (h->at != MAP_FAILED)
			return 0;
	}
	close(h->fd);
	return -ENOMEM;
}

int cleat_pages_alloc(struct cleat_pages *pages, unsigned int nr)
{
	struct host_pages *h;

	*pages = (struct cleat_pages){};
	might_sleep();
	if (!nr || nr > CLEAT_PAGES_MAX)
		return -EINVAL;
	h = kzalloc_obj(*h);
	if (!h)
		return -ENOMEM;
	h->size = (size_t)nr << PAGE_SHIFT;
	if (make_memory(h)) {
		kfree(h);
		return -ENOMEM;
	}
	pthread_mutex_init(&h->lock, NULL);
	*pages = (struct cleat_pages){.host = h, .nr = nr};
	return 0;
}

void cleat_pages_free(struct cleat_pages *pages)
{
	struct host_pages *h = pages->host;

	might_sleep();
	*pages = (struct cleat_pages){};
	if (!h)
		return;
	pthread_mutex_lock(&ends_lock);
	while (h->listeners) {
		struct host_pages_listener *l = h->listeners;

		h->listeners = l->next;
		l->pages = NULL;
		if (l->gone)
			l->gone(l);
	}
	pthread_mutex_unlock(&ends_lock);
	munmap(h->at, h->size);
	close(h->fd);
	pthread_mutex_destroy(&h->lock);
	kfree(h);
}

void cleat_pages_allow_write(struct cleat_pages *pages)
{
	pages->writable = true;
}

size_t cleat_pages_size(const struct cleat_pages *pages)
{
	return (size_t)pages->nr << PAGE_SHIFT;
}

static bool inside(const struct cleat_pages *pages, u64 off, u64 len)
{
	u64 size = cleat_pages_size(pages);

	return off <= size && len <= size - off;
}

static void tell(struct host_pages *h, size_t off, size_t len)
{
	pthread_mutex_lock(&h->lock);
	for (struct host_pages_listener *l = h->listeners; l; l = l->next)
		l->changed(l, off, h->at + off, len);
	pthread_mutex_unlock(&h->lock);
}

int cleat_pages_write(struct cleat_pages *pages, size_t off, const void *src, size_t len)
{
	if (!inside(pages, off, len))
		return -EINVAL;
	if (len) {
		memcpy(pages->host->at + off, src, len);
		tell(pages->host, off, len);
	}
	return 0;
}

int cleat_pages_read(struct cleat_pages *pages, size_t off, void *dst, size_t len)
{
	if (!inside(pages, off, len))
		return -EINVAL;
	if (len)
		memcpy(dst, pages->host->at + off, len);
	return 0;
}

int cleat_pages_zero(struct cleat_pages *pages, size_t off, size_t len)
{
	if (!inside(pages, off, len))
		return -EINVAL;
	if (len) {
		memset(pages->host->at + off, 0, len);
		tell(pages->host, off, len);
	}
	return 0;
}

int cleat_pages_write_user(struct cleat_pages *pages, size_t off, struct cleat_user_reader *from,
			   size_t len)
{
	int err;

	if (!inside(pages, off, len))
		return -EINVAL;
	if (!len)
		return 0;
	err = cleat_user_read(from, pages->host->at + off, len);
	tell(pages->host, off, len);
	return err;
}

/* ---- the transport's side ---- */

void host_pages_listen(struct cleat_pages *pages, struct host_pages_listener *listener)
{
	struct host_pages *h = pages->host;

	pthread_mutex_lock(&h->lock);
	listener->pages = h;
	listener->next = h->listeners;
	h->listeners = listener;
	pthread_mutex_unlock(&h->lock);
}

static void take_off(struct host_pages *h, struct host_pages_listener *listener)
{
	struct host_pages_listener **at = &h->listeners;

	pthread_mutex_lock(&h->lock);
	while (*at && *at != listener)
		at = &(*at)->next;
	if (*at)
		*at = listener->next;
	pthread_mutex_unlock(&h->lock);
}

void host_pages_unlisten(struct host_pages_listener *listener)
{
	pthread_mutex_lock(&ends_lock);
	if (listener->pages)
		take_off(listener->pages, listener);
	listener->pages = NULL;
	pthread_mutex_unlock(&ends_lock);
}

int host_pages_fd(const struct cleat_pages *pages)
{
	return pages->host ? pages->host->fd : -1;
}

int host_pages_check(const struct cleat_pages *pages, u64 off, u64 len, bool writable)
{
	if (!len || off % PAGE_SIZE)
		return -EINVAL;
	if (!inside(pages, off, PAGE_ALIGN(len)) || PAGE_ALIGN(len) < len)
		return -ENXIO;
	return writable && !pages->writable ? -EPERM : 0;
}
