/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * An area is an array with a word for each page: 0 when the page is absent, else its address in the
 * kernel's direct map, with bit 0 set while it is in use. A copy is then a test of one bit and a
 * memcpy, a free range is made idle by stores alone, and the shrinker, which comes seldom, walks.
 *
 * The client's mapping can outlive the area, and the other way round: what they share is the link,
 * which each of them holds. (Beside the words it would double them: those of 1 MiB are just 2 KiB.)
 * Everything about the mapping is written under the client's mmap lock, everything about pages under
 * the area's own; the size is written last, and tells that the rest is there.
 */
#ifndef CLEAT_KERNEL_AREA_H
#define CLEAT_KERNEL_AREA_H

#include <linux/list.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/refcount.h>
#include <linux/sched/mm.h>
#include <linux/shrinker.h>

#include "compat.h"
#include "mm.h"

#define CLEAT_AREA_USED 1ul

struct cleat_area_link {
	refcount_t refs;
	bool mapped;
};

struct cleat_area {
	struct mutex lock;
	size_t size;
	unsigned long *page;
	unsigned long addr;
	unsigned int n_present, n_idle;
	struct cleat_area_link *link;
	struct mm_struct *mm;
	struct cleat_areas *all;
	struct list_head in_all;
};

struct cleat_areas {
	struct mutex lock;
	struct list_head areas;
	cleat_shrinker_t shrinker;
};

#define DEFINE_CLEAT_AREAS(name)                                                                   \
	struct cleat_areas name = {.lock = __MUTEX_INITIALIZER(name.lock),                         \
				   .areas = LIST_HEAD_INIT(name.areas)}

/* ---- life ---- */

static inline void cleat_area_init(struct cleat_area *a, struct cleat_areas *all)
{
	mutex_init(&a->lock);
	a->all = all;
	a->mm = current->mm;
	if (a->mm)
		mmgrab(a->mm);
	mutex_lock(&all->lock);
	list_add_tail(&a->in_all, &all->areas);
	mutex_unlock(&all->lock);
}

static inline void cleat_area_link_put(struct cleat_area_link *link)
{
	if (link && refcount_dec_and_test(&link->refs))
		kfree(link);
}

static inline void cleat_area_free_page(unsigned long word)
{
	__free_page(virt_to_page((void *)(word & ~CLEAT_AREA_USED)));
}

static noinline __maybe_unused void cleat_area_destroy(struct cleat_area *a)
{
	mutex_lock(&a->all->lock);
	list_del(&a->in_all);
	mutex_unlock(&a->all->lock);
	for (size_t i = 0; i < a->size >> PAGE_SHIFT; i++)
		if (a->page[i])
			cleat_area_free_page(a->page[i]);
	kvfree(a->page);
	cleat_area_link_put(a->link);
	if (a->mm)
		mmdrop(a->mm);
	mutex_destroy(&a->lock);
}

/* ---- the mapping ---- */

static void cleat_area_vma_open(struct vm_area_struct *vma)
{
	struct cleat_area_link *link = vma->vm_private_data;

	refcount_inc(&link->refs);
}

/* Also when a part of the mapping goes, or all of it moves: the rest is of no use then. */
static void cleat_area_vma_close(struct vm_area_struct *vma)
{
	struct cleat_area_link *link = vma->vm_private_data;

	WRITE_ONCE(link->mapped, false);
	cleat_area_link_put(link);
}

static vm_fault_t cleat_area_vma_fault(struct vm_fault *vmf)
{
	return VM_FAULT_SIGBUS;
}

static const struct vm_operations_struct cleat_area_vm_ops __maybe_unused = {
	.open = cleat_area_vma_open,
	.close = cleat_area_vma_close,
	.fault = cleat_area_vma_fault,
};

static noinline __maybe_unused int cleat_area_map(struct cleat_area *a, struct cleat_vma *cleat_vma,
						  size_t max_bytes)
{
	struct vm_area_struct *vma = &cleat_vma->vma;
	size_t size = min_t(size_t, vma->vm_end - vma->vm_start, max_bytes);

	if (vma->vm_flags & VM_WRITE)
		return -EPERM;
	/* One mm, whose lock is held for writing: nobody else is here for this area. */
	if (vma->vm_mm != a->mm)
		return -EINVAL;
	if (a->size)
		return -EBUSY;
	a->page = kvcalloc(size >> PAGE_SHIFT, sizeof(*a->page), GFP_KERNEL_ACCOUNT);
	a->link = a->page ? kmalloc(sizeof(*a->link), GFP_KERNEL_ACCOUNT) : NULL;
	if (!a->link) {
		kvfree(a->page);
		a->page = NULL;
		return -ENOMEM;
	}
	refcount_set(&a->link->refs, 2);
	a->link->mapped = true;
	vm_flags_mod(vma, VM_DONTCOPY | VM_MIXEDMAP, VM_MAYWRITE);
	vma->vm_ops = &cleat_area_vm_ops;
	vma->vm_private_data = a->link;
	a->addr = vma->vm_start;
	smp_store_release(&a->size, size);
	return 0;
}

static __always_inline size_t cleat_area_size(const struct cleat_area *a)
{
	return smp_load_acquire(&a->size);
}

static inline bool cleat_area_mapped(const struct cleat_area *a)
{
	return cleat_area_size(a) && READ_ONCE(a->link->mapped);
}

static inline u64 cleat_area_addr(const struct cleat_area *a)
{
	return cleat_area_size(a) ? a->addr : 0;
}

static __always_inline bool cleat_area_inside(const struct cleat_area *a, size_t off, size_t len)
{
	size_t size = cleat_area_size(a);

	return off <= size && len <= size - off;
}

/* Where page @i is mapped in @mm, whose mmap lock is held; NULL when it is not. */
static inline struct vm_area_struct *cleat_area_vma(struct cleat_area *a, size_t i)
{
	struct vm_area_struct *vma = vma_lookup(a->mm, a->addr + (i << PAGE_SHIFT));

	return vma && vma->vm_private_data == a->link && READ_ONCE(a->link->mapped) ? vma : NULL;
}

/* ---- pages ---- */

/* a->lock is held, and the mm has users. */
static inline int cleat_area_add_page(struct cleat_area *a, size_t i)
{
	struct vm_area_struct *vma;
	struct page *page;
	int err = -ESRCH;

	page = __cleat_alloc_fault() ? NULL : alloc_page(GFP_KERNEL_ACCOUNT | __GFP_ZERO);
	if (!page)
		return -ENOMEM;
	mmap_read_lock(a->mm);
	vma = cleat_area_vma(a, i);
	if (vma)
		err = vm_insert_page(vma, a->addr + (i << PAGE_SHIFT), page);
	mmap_read_unlock(a->mm);
	if (err) {
		__free_page(page);
		return err == -ESRCH ? err : -ENOMEM;
	}
	a->page[i] = (unsigned long)page_address(page);
	a->n_present++;
	WRITE_ONCE(a->n_idle, a->n_idle + 1);
	return 0;
}

/* What is absent of [i, end) becomes idle. The last user of an mm must not go under a->lock. */
static noinline __maybe_unused int cleat_area_add_pages(struct cleat_area *a, size_t i, size_t end)
{
	int err = 0;

	if (!mmget_not_zero(a->mm))
		return -ESRCH;
	for (; i < end && !err; i++)
		if (!a->page[i])
			err = cleat_area_add_page(a, i);
	mmput_async(a->mm);
	return err;
}

static inline int __must_check cleat_area_populate(struct cleat_area *a, size_t off, size_t len)
{
	size_t first = off >> PAGE_SHIFT, end, i;

	lockdep_assert_held(&a->lock);
	if (unlikely(!cleat_area_inside(a, off, len)))
		return cleat_area_size(a) ? -EINVAL : -ESRCH;
	end = (off + len + PAGE_SIZE - 1) >> PAGE_SHIFT;
	for (i = first; i < end; i++) {
		if (unlikely(!a->page[i])) {
			int err = cleat_area_add_pages(a, i, end);

			if (err)
				return err;
			break;
		}
	}
	for (i = first; i < end; i++) {
		if (!(a->page[i] & CLEAT_AREA_USED)) {
			a->page[i] |= CLEAT_AREA_USED;
			WRITE_ONCE(a->n_idle, a->n_idle - 1);
		}
	}
	return 0;
}

static inline void cleat_area_idle(struct cleat_area *a, size_t off, size_t len)
{
	size_t i = (off + PAGE_SIZE - 1) >> PAGE_SHIFT, end = (off + len) >> PAGE_SHIFT;
	unsigned int n_idle = a->n_idle;
	unsigned long *page = a->page;

	lockdep_assert_held(&a->lock);
	if (WARN_ON_ONCE(!cleat_area_inside(a, off, len)))
		return;
	for (; i < end; i++) {
		if (page[i] & CLEAT_AREA_USED) {
			page[i] -= CLEAT_AREA_USED;
			n_idle++;
		}
	}
	WRITE_ONCE(a->n_idle, n_idle);
}

static inline void cleat_area_pages(const struct cleat_area *a, unsigned int *used,
				    unsigned int *idle, unsigned int *total)
{
	*idle = READ_ONCE(a->n_idle);
	*used = READ_ONCE(a->n_present) - *idle;
	*total = cleat_area_size(a) >> PAGE_SHIFT;
}

#include "area_copy.h"
#include "area_shrink.h"

#endif
