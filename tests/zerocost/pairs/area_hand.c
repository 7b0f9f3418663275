// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <linux/bitops.h>
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/mutex.h>
#include <linux/string.h>

#include "area.h"

struct heap {
	struct mutex lock;
	size_t size;
	struct page **page;
	unsigned long *used;
};

static bool __heap_inside(const struct heap *h, size_t off, size_t len)
{
	size_t size = smp_load_acquire(&h->size);

	return off <= size && len <= size - off;
}

/* Most objects lie in one page: these take the short way. */
static __always_inline void *__heap_at(struct heap *h, size_t off, size_t len)
{
	if (off >= smp_load_acquire(&h->size) || len > PAGE_SIZE - offset_in_page(off) ||
	    !test_bit(off >> PAGE_SHIFT, h->used))
		return NULL;
	return page_address(h->page[off >> PAGE_SHIFT]) + offset_in_page(off);
}

static noinline int __heap_put(struct heap *h, size_t off, const void *src, size_t len)
{
	size_t n;

	if (!__heap_inside(h, off, len))
		return -EINVAL;
	for (; len; off += n, src += n, len -= n) {
		void *at;

		n = min_t(size_t, len, PAGE_SIZE - offset_in_page(off));
		at = __heap_at(h, off, n);
		if (!at)
			return -EINVAL;
		memcpy(at, src, n);
	}
	return 0;
}

static noinline int __heap_get(struct heap *h, size_t off, void *dst, size_t len)
{
	size_t n;

	if (!__heap_inside(h, off, len))
		return -EINVAL;
	for (; len; off += n, dst += n, len -= n) {
		const void *at;

		n = min_t(size_t, len, PAGE_SIZE - offset_in_page(off));
		at = __heap_at(h, off, n);
		if (!at)
			return -EINVAL;
		memcpy(dst, at, n);
	}
	return 0;
}

int heap_record_put(struct heap *h, size_t off, const struct area_record *r)
{
	void *at = __heap_at(h, off, sizeof(*r));

	if (unlikely(!at))
		return __heap_put(h, off, r, sizeof(*r));
	memcpy(at, r, sizeof(*r));
	return 0;
}

int heap_record_get(struct heap *h, size_t off, struct area_record *r)
{
	const void *at = __heap_at(h, off, sizeof(*r));

	if (unlikely(!at))
		return __heap_get(h, off, r, sizeof(*r));
	memcpy(r, at, sizeof(*r));
	return 0;
}

int heap_bytes_put(struct heap *h, size_t off, const void *src, size_t len)
{
	void *at = __heap_at(h, off, len);

	if (unlikely(!at))
		return __heap_put(h, off, src, len);
	memcpy(at, src, len);
	return 0;
}

int heap_clear(struct heap *h, size_t off, size_t len)
{
	size_t n;

	if (!__heap_inside(h, off, len))
		return -EINVAL;
	for (; len; off += n, len -= n) {
		void *at;

		n = min_t(size_t, len, PAGE_SIZE - offset_in_page(off));
		at = __heap_at(h, off, n);
		if (!at)
			return -EINVAL;
		memset(at, 0, n);
	}
	return 0;
}
