/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Pages that a driver shows by mmap. The driver owns a struct cleat_pages, writes and reads it only
 * through bounds-checked copies, and names it in the .mmap_pages callback of its file operations
 * (<cleat/fs.h>); a program that maps the file sees the same bytes. There is no pointer into the
 * pages: user space may change them at any moment, and what was checked must be what is used.
 *
 * Mappings are read-only, and mprotect cannot change that, unless the driver allows writing. A
 * mapping that is still there when the pages are freed keeps its memory; the driver's use of it has
 * ended, so nothing dangles.
 *
 * Context: alloc, free and copies from the caller may sleep; the other copies may be made anywhere.
 * Source: include/linux/mm.h (vm_map_pages); rust/kernel/page.rs;
 * drivers/android/binder/page_range.rs.
 *
 * Wrong: the length lies in memory that a program can write, and changes after the look::
 *
 *	struct ring *ring = page_address(page);
 *	if (ring->len <= MAX)
 *		memcpy(buf, ring->data, ring->len);
 *
 * Right: one fetch, then the check, then the use::
 *
 *	struct ring_head head;
 *	int err = cleat_pages_read_obj(&d->pages, 0, &head);
 *
 *	if (err)
 *		return err;
 *	if (head.len > sizeof(buf))
 *		return -EINVAL;
 *	return cleat_pages_read(&d->pages, sizeof(head), buf, head.len);
 */
#ifndef CLEAT_MM_H
#define CLEAT_MM_H

#include <cleat/fs.h>
#include <cleat/slab.h>

#ifdef __KERNEL__
#include "../../kernel/mm.h"
#else
#include "../../host/mm.h"

/**
 * cleat_pages_alloc - @nr pages of zeros that mmap can show
 * @pages: empty; the pages are its own until cleat_pages_free
 * @nr: 1 … CLEAT_PAGES_MAX
 *
 * Context: may sleep. The memory is charged to the caller's cgroup.
 * Return: 0; -EINVAL when @nr is out of range; -ENOMEM: then @pages is empty.
 */
int __must_check cleat_pages_alloc(struct cleat_pages *pages __begins(pages),
				   unsigned int nr __length) __sleeps;

/**
 * cleat_pages_free - end @pages; it is empty then. An empty one is fine. Mappings keep their
 * memory.
 */
void cleat_pages_free(struct cleat_pages *pages __ends(pages)) __sleeps;

/** cleat_pages_allow_write - mappings made from now on may write */
void cleat_pages_allow_write(struct cleat_pages *pages);

/** cleat_pages_size - bytes in @pages; 0 when it is empty */
size_t cleat_pages_size(const struct cleat_pages *pages);

/**
 * cleat_pages_write - copy @len bytes of @src to offset @off
 *
 * Two writers of the same bytes need a lock; a program that looks on sees old or new bytes.
 *
 * Return: 0; -EINVAL, and nothing is written, when off + len lies outside.
 */
int __must_check cleat_pages_write(struct cleat_pages *pages, size_t off,
				   const void *__to_user src __sized_by(len), size_t len __length);

/**
 * cleat_pages_read - copy @len bytes at offset @off to @dst; each byte is fetched once
 *
 * The content is untrusted even where mappings are read-only: on the host the descriptor behind
 * them can be reopened.
 *
 * Return: 0; -EINVAL, and nothing is read, when off + len lies outside.
 */
int __must_check cleat_pages_read(struct cleat_pages *pages, size_t off,
				  void *__writes dst __sized_by(len),
				  size_t len __length);

/** cleat_pages_zero - @len zeros at offset @off; 0, or -EINVAL when off + len lies outside */
int __must_check cleat_pages_zero(struct cleat_pages *pages, size_t off, size_t len __length);

/**
 * cleat_pages_write_user - the next @len bytes of @from to offset @off, without a copy between
 *
 * Return: 0; -EINVAL when off + len lies outside; -EFAULT when @from has fewer left or cannot be
 * read: then @from has not moved, and the bytes at @off are old, new or zero.
 */
int __must_check cleat_pages_write_user(struct cleat_pages *pages, size_t off,
					struct cleat_user_reader *from,
					size_t len __length) __sleeps;

/** cleat_vma_addr - where the client maps; _size - how many bytes; _writable - with PROT_WRITE? */
u64 cleat_vma_addr(const struct cleat_vma *vma);
size_t cleat_vma_size(const struct cleat_vma *vma);
bool cleat_vma_writable(const struct cleat_vma *vma);
#endif

/* One object of *@obj's type at offset @off. */
#define cleat_pages_write_obj(pages, off, obj) cleat_pages_write(pages, off, obj, sizeof(*(obj)))
#define cleat_pages_read_obj(pages, off, obj) cleat_pages_read(pages, off, obj, sizeof(*(obj)))

#endif
