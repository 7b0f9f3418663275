/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "pages.h"
#include <cleat/sched.h>

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
	if (host_pages_init(h, (size_t)nr << PAGE_SHIFT, false)) {
		kfree(h);
		return -ENOMEM;
	}
	if (host_pages_attach(h, 0, h->size)) {
		host_pages_free(h);
		kfree(h);
		return -ENOMEM;
	}
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
	host_pages_free(h);
	kfree(h);
}

void cleat_pages_allow_write(struct cleat_pages *pages)
{
	if (pages->host)
		pages->host->writable = true;
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

int cleat_pages_write(struct cleat_pages *pages, size_t off, const void *src, size_t len)
{
	if (!inside(pages, off, len))
		return -EINVAL;
	host_pages_write(pages->host, off, src, len);
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
	host_pages_zero(pages->host, off, len);
	return 0;
}

int cleat_pages_write_user(struct cleat_pages *pages, size_t off, struct cleat_user_reader *from,
			   size_t len)
{
	if (!inside(pages, off, len))
		return -EINVAL;
	return host_pages_write_user(pages->host, off, from, len);
}

/* ---- mappings ---- */

int host_pages_check(const struct cleat_pages *pages, const struct cleat_vma *vma)
{
	if (!inside(pages, vma->off, PAGE_ALIGN(vma->size)))
		return -ENXIO;
	return vma->writable && !pages->host->writable ? -EPERM : 0;
}

u64 cleat_vma_addr(const struct cleat_vma *vma)
{
	return vma->addr;
}

size_t cleat_vma_size(const struct cleat_vma *vma)
{
	return vma->size;
}

bool cleat_vma_writable(const struct cleat_vma *vma)
{
	return vma->writable;
}
