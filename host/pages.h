/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Memory that mmap shows: a memfd that the driver's side has mapped too. Behind <cleat/mm.h> all of
 * it is there from the start, behind <cleat/area.h> it comes as it is populated. A transport shows
 * the descriptor, or is told the bytes of each change.
 */
#ifndef CLEAT_HOST_PAGES_H
#define CLEAT_HOST_PAGES_H

#include <cleat/mm.h>

struct host_pages_listener;

/**
 * struct host_pages - one such memory
 * @fd: the memfd, @size bytes long, which cannot change; closed by host_pages_free
 * @at: where the driver's side has it, from offset @base on; NULL until host_pages_attach
 * @writable: may programs map it for writing?
 *
 * The rest is pages.c's own.
 */
struct host_pages {
	int fd;
	size_t size;
	unsigned char *at;
	size_t base, attached;
	bool writable;
	struct host_pages_listener *listeners;
	unsigned long lock[5];
};

/**
 * host_pages_init - make a memfd of @size bytes of zeros
 * @sparse: without the memory, which host_pages_add brings
 *
 * Return: 0; -ENOMEM: then nothing is to be freed.
 */
int host_pages_init(struct host_pages *h, size_t size, bool sparse);

/** host_pages_free - end it, and tell the listeners; mappings keep their memory */
void host_pages_free(struct host_pages *h);

/** host_pages_attach - map @len bytes from offset @base on for the driver's side; 0 or -ENOMEM */
int host_pages_attach(struct host_pages *h, size_t base, size_t len);

/*
 * The rest counts from the attached place on. Offsets have been checked.
 *
 * host_pages_add: [off, off + len) has memory, and reads as zeros; 0 or -ENOMEM. _drop: it has none.
 * host_pages_tell: the listeners hear that it changed.
 */
int host_pages_add(struct host_pages *h, size_t off, size_t len);
void host_pages_drop(struct host_pages *h, size_t off, size_t len);
void host_pages_tell(struct host_pages *h, size_t off, size_t len);

/* Copies by the driver; the listeners are told. */
void host_pages_write(struct host_pages *h, size_t off, const void *src, size_t len);
void host_pages_zero(struct host_pages *h, size_t off, size_t len);
int host_pages_write_user(struct host_pages *h, size_t off, struct cleat_user_reader *from,
			  size_t len);

/**
 * struct host_pages_listener - who wants to know of each change that the driver makes
 * @changed: @len bytes at offset @off of the memfd were written; @bytes are they. May be NULL.
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
void host_pages_listen(struct host_pages *pages, struct host_pages_listener *listener);

/**
 * host_pages_unlisten - no call of @listener is under way or comes when this returns; fine after
 * gone
 */
void host_pages_unlisten(struct host_pages_listener *listener);

/**
 * host_pages_check - may a program have @vma, of at least one byte?
 *
 * Return: 0; -ENXIO when it lies outside; -EPERM when it wants to write what is read-only.
 */
int host_pages_check(const struct cleat_pages *pages, const struct cleat_vma *vma);

#endif
