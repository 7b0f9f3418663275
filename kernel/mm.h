/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Single pages, each with a reference of the driver's and one for each place it is mapped at, so
 * that neither side can free what the other uses. They come from the kernel's direct map: their
 * addresses are known in any context.
 */
#ifndef CLEAT_KERNEL_MM_H
#define CLEAT_KERNEL_MM_H

#include <linux/gfp.h>
#include <linux/mm.h>

#include "compat.h"

#define CLEAT_PAGES_MAX (1u << 18)

/* A mapping that a driver is asked for. */
struct cleat_vma {
	struct vm_area_struct vma;
};

static inline u64 cleat_vma_addr(const struct cleat_vma *vma)
{
	return vma->vma.vm_start;
}

static inline size_t cleat_vma_size(const struct cleat_vma *vma)
{
	return vma->vma.vm_end - vma->vma.vm_start;
}

static inline bool cleat_vma_writable(const struct cleat_vma *vma)
{
	return vma->vma.vm_flags & VM_WRITE;
}

struct cleat_pages {
	struct page **page;
	unsigned int nr;
	bool writable;
};

static inline void cleat_pages_free(struct cleat_pages *pages)
{
	for (unsigned int i = 0; i < pages->nr; i++)
		put_page(pages->page[i]);
	kvfree(pages->page);
	*pages = (struct cleat_pages){};
}

static inline int __must_check cleat_pages_alloc(struct cleat_pages *pages, unsigned int nr)
{
	*pages = (struct cleat_pages){};
	if (!nr || nr > CLEAT_PAGES_MAX)
		return -EINVAL;
	pages->page = kvcalloc(nr, sizeof(*pages->page), GFP_KERNEL_ACCOUNT);
	if (!pages->page)
		return -ENOMEM;
	for (; pages->nr < nr; pages->nr++) {
		pages->page[pages->nr] = alloc_page(GFP_KERNEL_ACCOUNT | __GFP_ZERO);
		if (!pages->page[pages->nr]) {
			cleat_pages_free(pages);
			return -ENOMEM;
		}
	}
	return 0;
}

static inline void cleat_pages_allow_write(struct cleat_pages *pages)
{
	pages->writable = true;
}

static inline size_t cleat_pages_size(const struct cleat_pages *pages)
{
	return (size_t)pages->nr << PAGE_SHIFT;
}

static inline bool cleat_pages_inside(const struct cleat_pages *pages, size_t off, size_t len)
{
	return off <= cleat_pages_size(pages) && len <= cleat_pages_size(pages) - off;
}

/* The place of @off, and how many of @len bytes lie in its page. */
static inline void *cleat_pages_at(struct cleat_pages *pages, size_t off, size_t len, size_t *ret_n)
{
	*ret_n = min_t(size_t, len, PAGE_SIZE - offset_in_page(off));
	return page_address(pages->page[off >> PAGE_SHIFT]) + offset_in_page(off);
}

static inline int __must_check cleat_pages_write(struct cleat_pages *pages, size_t off,
						 const void *src, size_t len)
{
	size_t n;

	if (!cleat_pages_inside(pages, off, len))
		return -EINVAL;
	for (; len; off += n, src += n, len -= n) {
		void *at = cleat_pages_at(pages, off, len, &n);

		memcpy(at, src, n);
	}
	return 0;
}

static inline int __must_check cleat_pages_read(struct cleat_pages *pages, size_t off, void *dst,
						size_t len)
{
	size_t n;

	if (!cleat_pages_inside(pages, off, len))
		return -EINVAL;
	for (; len; off += n, dst += n, len -= n) {
		const void *at = cleat_pages_at(pages, off, len, &n);

		memcpy(dst, at, n);
		/* The copy is what the driver looks at from here on, never the page again. */
		barrier_data(dst);
	}
	return 0;
}

static inline int __must_check cleat_pages_zero(struct cleat_pages *pages, size_t off, size_t len)
{
	size_t n;

	if (!cleat_pages_inside(pages, off, len))
		return -EINVAL;
	for (; len; off += n, len -= n) {
		void *at = cleat_pages_at(pages, off, len, &n);

		memset(at, 0, n);
	}
	return 0;
}

#ifndef __CLEAT_CHECK__ /* which takes the types from here (view.h), before <cleat/uaccess.h> */
static inline int __must_check cleat_pages_write_user(struct cleat_pages *pages, size_t off,
						      struct cleat_user_reader *from, size_t len)
{
	struct cleat_user_reader r = *from;
	size_t n;

	if (!cleat_pages_inside(pages, off, len))
		return -EINVAL;
	for (; len; off += n, len -= n) {
		void *at = cleat_pages_at(pages, off, len, &n);

		if (cleat_user_read(&r, at, n))
			return -EFAULT;
	}
	*from = r;
	return 0;
}
#endif

static inline int cleat_pages_mmap(struct cleat_pages *pages, struct vm_area_struct *vma)
{
	if (!pages->writable && vma->vm_flags & VM_WRITE)
		return -EPERM;
	vm_flags_mod(vma, VM_DONTEXPAND | VM_DONTDUMP, pages->writable ? 0 : VM_MAYWRITE);
	return vm_map_pages(vma, pages->page, pages->nr);
}

#endif
