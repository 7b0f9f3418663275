/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "pages.h"

_Static_assert(sizeof(((struct host_pages *)0)->lock) >= sizeof(pthread_mutex_t),
	       "struct host_pages is too small");

#define LOCK(h) ((pthread_mutex_t *)(h)->lock)

/*
 * Orders a listener's end with the end of the pages it listens to: neither may find the other
 * freed.
 */
static pthread_mutex_t ends_lock = PTHREAD_MUTEX_INITIALIZER;

int host_pages_init(struct host_pages *h, size_t size, bool sparse)
{
	*h = (struct host_pages){.size = size};
	h->fd = memfd_create("cleat-pages", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (h->fd < 0)
		return -ENOMEM;
	/* Memory that is there is an errno here when it lacks, and not a SIGBUS later. */
	if (ftruncate(h->fd, (off_t)size) < 0 ||
	    (!sparse && fallocate(h->fd, 0, 0, (off_t)size) < 0) ||
	    fcntl(h->fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW) < 0) {
		close(h->fd);
		return -ENOMEM;
	}
	pthread_mutex_init(LOCK(h), NULL);
	return 0;
}

int host_pages_attach(struct host_pages *h, size_t base, size_t len)
{
	void *at = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, h->fd, (off_t)base);

	if (at == MAP_FAILED)
		return -ENOMEM;
	h->base = base;
	h->attached = len;
	h->at = at;
	return 0;
}

void host_pages_free(struct host_pages *h)
{
	pthread_mutex_lock(&ends_lock);
	while (h->listeners) {
		struct host_pages_listener *l = h->listeners;

		h->listeners = l->next;
		l->pages = NULL;
		if (l->gone)
			l->gone(l);
	}
	pthread_mutex_unlock(&ends_lock);
	if (h->at)
		munmap(h->at, h->attached);
	close(h->fd);
	pthread_mutex_destroy(LOCK(h));
}

int host_pages_add(struct host_pages *h, size_t off, size_t len)
{
	return fallocate(h->fd, 0, (off_t)(h->base + off), (off_t)len) < 0 ? -ENOMEM : 0;
}

void host_pages_drop(struct host_pages *h, size_t off, size_t len)
{
	fallocate(h->fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)(h->base + off),
		  (off_t)len);
}

void host_pages_tell(struct host_pages *h, size_t off, size_t len)
{
	pthread_mutex_lock(LOCK(h));
	for (struct host_pages_listener *l = h->listeners; l; l = l->next)
		if (l->changed)
			l->changed(l, h->base + off, h->at + off, len);
	pthread_mutex_unlock(LOCK(h));
}

void host_pages_write(struct host_pages *h, size_t off, const void *src, size_t len)
{
	if (!len)
		return;
	memcpy(h->at + off, src, len);
	host_pages_tell(h, off, len);
}

void host_pages_zero(struct host_pages *h, size_t off, size_t len)
{
	if (!len)
		return;
	memset(h->at + off, 0, len);
	host_pages_tell(h, off, len);
}

int host_pages_write_user(struct host_pages *h, size_t off, struct cleat_user_reader *from,
			  size_t len)
{
	int err;

	if (!len)
		return 0;
	err = cleat_user_read(from, h->at + off, len);
	host_pages_tell(h, off, len);
	return err;
}

/* ---- listeners ---- */

void host_pages_listen(struct host_pages *h, struct host_pages_listener *listener)
{
	pthread_mutex_lock(LOCK(h));
	listener->pages = h;
	listener->next = h->listeners;
	h->listeners = listener;
	pthread_mutex_unlock(LOCK(h));
}

static void take_off(struct host_pages *h, struct host_pages_listener *listener)
{
	struct host_pages_listener **at = &h->listeners;

	pthread_mutex_lock(LOCK(h));
	while (*at && *at != listener)
		at = &(*at)->next;
	if (*at)
		*at = listener->next;
	pthread_mutex_unlock(LOCK(h));
}

void host_pages_unlisten(struct host_pages_listener *listener)
{
	pthread_mutex_lock(&ends_lock);
	if (listener->pages)
		take_off(listener->pages, listener);
	listener->pages = NULL;
	pthread_mutex_unlock(&ends_lock);
}
