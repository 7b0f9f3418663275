/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a transport needs of a driver's mapped pages (<cleat/mm.h>): the descriptor to show, or the
 * bytes and word of each change.
 */
#ifndef CLEAT_HOST_PAGES_H
#define CLEAT_HOST_PAGES_H

#include <cleat/mm.h>

/**
 * struct host_pages_listener - who wants to know of each change that the driver makes
 * @changed: @len bytes at @off were written; @bytes are they
 * @gone: the driver freed the pages: the listener is off, the descriptor is closed on return. May
 *	be NULL.
 *
 * Both are called on the thread that writes, with the pages' own lock held: they may block, and
 * must not touch the pages through any function.
 */
struct host_pages_listener {
	void (*changed)(struct host_pages_listener *listener, size_t off, const void *bytes,
			size_t len);
	void (*gone)(struct host_pages_listener *listener);
	struct host_pages *pages;
	struct host_pages_listener *next;
};

/**
 * host_pages_listen - tell @listener of each change from now on; it stays in place until
 * unlisten or gone
 */
void host_pages_listen(struct cleat_pages *pages, struct host_pages_listener *listener);

/**
 * host_pages_unlisten - no call of @listener is under way or comes when this returns; fine after
 * gone
 */
void host_pages_unlisten(struct host_pages_listener *listener);

/**
 * host_pages_fd - the memfd behind @pages; of a size that cannot change; closed by
 * cleat_pages_free
 */
int host_pages_fd(const struct cleat_pages *pages);

/**
 * host_pages_check - may a program map @len bytes at @off, writable or not?
 *
 * Return: 0; -EINVAL for a @len of 0 or an @off that is not page aligned; -ENXIO when it lies
 * outside; -EPERM when it wants to write what is read-only.
 */
int host_pages_check(const struct cleat_pages *pages, u64 off, u64 len, bool writable);

#endif
