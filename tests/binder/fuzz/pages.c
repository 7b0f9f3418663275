/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * In place of host/pages.c: memory that nobody maps, from the sanitizer's own allocator. It sees a
 * byte outside of an area, which a memfd does not show, and a client costs no system call.
 */
#include "host/libc.h"

#include "host/pages.h"

int host_pages_init(struct host_pages *h, size_t size, bool sparse)
{
	(void)sparse;
	*h = (struct host_pages){.fd = -1, .size = size};
	return 0;
}

int host_pages_attach(struct host_pages *h, size_t base, size_t len)
{
	h->at = calloc(1, len);
	h->base = base;
	h->attached = len;
	return h->at ? 0 : -ENOMEM;
}

void host_pages_free(struct host_pages *h)
{
	free(h->at);
}

int host_pages_add(struct host_pages *h, size_t off, size_t len)
{
	(void)h, (void)off, (void)len;
	return 0;
}

/* A page without memory reads as zeros when it has some again. */
void host_pages_drop(struct host_pages *h, size_t off, size_t len)
{
	memset(h->at + off, 0, len);
}

void host_pages_tell(struct host_pages *h, size_t off, size_t len)
{
	(void)h, (void)off, (void)len;
}

void host_pages_write(struct host_pages *h, size_t off, const void *src, size_t len)
{
	if (len)
		memcpy(h->at + off, src, len);
}

void host_pages_zero(struct host_pages *h, size_t off, size_t len)
{
	if (len)
		memset(h->at + off, 0, len);
}

int host_pages_write_user(struct host_pages *h, size_t off, struct cleat_user_reader *from,
			  size_t len)
{
	return len ? cleat_user_read(from, h->at + off, len) : 0;
}

void host_pages_listen(struct host_pages *h, struct host_pages_listener *listener)
{
	listener->pages = h;
}

void host_pages_unlisten(struct host_pages_listener *listener)
{
	listener->pages = NULL;
}
