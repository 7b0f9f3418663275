/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A lazily populated area of memory that one client maps: the driver keeps its objects in it, the
 * client reads them in place. The driver's allocator gives out ranges of the area; pages exist where
 * ranges are in use, and those that are idle may be taken back when memory is short. There is no
 * pointer into the area: the driver copies, with bounds that are checked.
 *
 * A page is absent, in use (populated), or idle. Only the driver makes a page used or idle, under
 * @lock, which is its allocator's lock; the kit makes idle pages absent when it likes. A range that is
 * in use stays so until the driver calls it idle: whoever owns a range copies without the lock.
 *
 * The area belongs to the process that called cleat_area_init and can be mapped once, by it, for
 * reading. It can be gone before the driver's object, and the object before it: an area whose mapping
 * was closed answers -ESRCH where it needs one, a mapping whose area was destroyed keeps what it has.
 *
 * Lock order: @lock, then the client's address space. So .mmap, which the kernel calls with that
 * one locked, must not take @lock: what depends on the size is set up when the lock is next taken.
 *
 * Context: process context. Source: drivers/android/binder_alloc.c; rust_binder's page_range.rs.
 *
 * Wrong: a list operation for each buffer that is freed, and a lookup of the page for each copy::
 *
 *	list_lru_add(&lru, &page->lru);
 *
 * Right: what is free is idle, and what is allocated is populated::
 *
 *	guard(mutex)(&p->area.lock);
 *	off = heap_alloc(&p->heap, len);
 *	err = cleat_area_populate(&p->area, off, len);
 *	...
 *	heap_free(&p->heap, off, len);
 *	cleat_area_idle(&p->area, off, len);
 */
#ifndef CLEAT_AREA_H
#define CLEAT_AREA_H

#include <cleat/fs.h>
#include <cleat/mm.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>

#ifdef __KERNEL__
#include "../../kernel/area.h"
#else
#include "../../host/area.h"

/*
 * DEFINE_CLEAT_AREAS(name) - all areas of a driver, one in the whole module: "struct cleat_areas name"
 * (extern struct cleat_areas name; where other files use it)
 */

/**
 * cleat_areas_register - let the kernel take idle pages of @all's areas when memory is short
 * @name: for /sys/kernel/debug/shrinker
 *
 * Return: 0; -ENOMEM.
 */
int __must_check cleat_areas_register(struct cleat_areas *all __begins(reclaim),
				      const char *name) __sleeps;

/** cleat_areas_unregister - end that; no area may be left */
void cleat_areas_unregister(struct cleat_areas *all __ends(reclaim) __only_once) __sleeps;

/**
 * cleat_area_init - an area of the calling process, which it may map once
 * @a: zeroed memory; @a->lock is ready from here on
 */
void cleat_area_init(struct cleat_area *a __begins(area) __zeroed, struct cleat_areas *all) __sleeps;

/**
 * cleat_area_destroy - end @a; its pages go. A mapping that is still there keeps those it shows.
 *
 * Context: may sleep; no lock is held that a populate may be called under. Nobody else uses @a.
 */
void cleat_area_destroy(struct cleat_area *a __ends(area) __only_once)
	__must_not_hold(&a->lock) __sleeps;

/**
 * cleat_area_map - let @vma show @a; called in .mmap (<cleat/fs.h>), without a->lock
 * @max_bytes: a multiple of PAGE_SIZE; a longer mapping is fine, the rest of it stays empty
 *
 * The mapping is not inherited by fork and cannot be made writable.
 *
 * Return: 0; -EPERM when it may write; -EINVAL when it lies in another process's memory than the one
 * that made the area; -EBUSY when the area is or was mapped; -ENOMEM.
 */
int __must_check cleat_area_map(struct cleat_area *a, struct cleat_vma *vma,
				size_t max_bytes) __sleeps;

/** cleat_area_mapped - is the mapping there now? */
bool cleat_area_mapped(const struct cleat_area *a);

/**
 * cleat_area_addr - where the client sees offset 0; cleat_area_size - bytes in the area
 *
 * Both are 0 until it is mapped, and stay what they were when the mapping is closed.
 */
u64 cleat_area_addr(const struct cleat_area *a);
size_t cleat_area_size(const struct cleat_area *a);

/**
 * cleat_area_populate - every page that [off, off + len) touches is in use from here on
 *
 * Pages that were absent are zeroed; others hold what was last written. Cheap when none was absent.
 *
 * Return: 0; -EINVAL when the range lies outside; -ESRCH when the mapping is gone and a page is absent,
 * or nothing was ever mapped; -ENOMEM. After an error no page of the range is in use that was not
 * before.
 */
int __must_check cleat_area_populate(struct cleat_area *a, size_t off, size_t len __length)
	__must_hold(&a->lock) __sleeps;

/**
 * cleat_area_idle - the pages that lie wholly inside [off, off + len) are not in use any more
 *
 * The memory may go at any time from now on; the next populate brings it back. Cheap: it writes a word
 * for each page. A page that two ranges share belongs to the one that is freed last: give the whole
 * free gap that the range became part of.
 */
void cleat_area_idle(struct cleat_area *a, size_t off, size_t len) __must_hold(&a->lock);

/**
 * cleat_area_write - copy @len bytes of @src to offset @off
 *
 * Context: may be called without a->lock by who owns the range, under any lock.
 * Return: 0; -EINVAL when the range lies outside or is not in use: then a part of it may be written.
 */
int __must_check cleat_area_write(struct cleat_area *a, size_t off,
				  const void *__to_user src __sized_by(len), size_t len __length);

/**
 * cleat_area_read - copy @len bytes at @off to @dst; as cleat_area_write
 *
 * In the kernel the client cannot have changed them. On the host it can: it may reopen what is behind
 * its mapping. What was read is checked like any input.
 */
int __must_check cleat_area_read(struct cleat_area *a, size_t off,
				 void *__writes dst __sized_by(len),
				 size_t len __length);

/** cleat_area_zero - @len zeros at @off; as cleat_area_write */
int __must_check cleat_area_zero(struct cleat_area *a, size_t off, size_t len __length);

/**
 * cleat_area_write_user - the next @len bytes of @from to offset @off, without a copy between
 *
 * Context: may sleep; not under a lock that .mmap of any driver takes.
 * Return: 0; -EINVAL as cleat_area_write; -EFAULT when @from has fewer left or cannot be read. After an
 * error @from has not moved, and the bytes at @off are old, new or zero.
 */
int __must_check cleat_area_write_user(struct cleat_area *a, size_t off,
				       struct cleat_user_reader *from, size_t len __length) __sleeps;

/**
 * cleat_area_pages - how many pages are in use, idle, and in the area at all
 *
 * A snapshot for statistics; exact under a->lock.
 */
void cleat_area_pages(const struct cleat_area *a, unsigned int *used __writes,
		      unsigned int *idle __writes, unsigned int *total __writes);

/** cleat_area_shrink - take back every idle page of @all's areas now, as when memory is short: for tests */
unsigned long cleat_area_shrink(struct cleat_areas *all) __sleeps;
#endif

/* One object of *@obj's type at offset @off. */
#define cleat_area_write_obj(a, off, obj) cleat_area_write(a, off, obj, sizeof(*(obj)))
#define cleat_area_read_obj(a, off, obj) cleat_area_read(a, off, obj, sizeof(*(obj)))

#endif
