/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Copies from and to an area: one page in line, more in a loop. Part of area.h. */
#ifndef CLEAT_KERNEL_AREA_COPY_H
#define CLEAT_KERNEL_AREA_COPY_H

/* The place of @off, which lies inside, when its page is in use, else NULL. */
static __always_inline void *cleat_area_place(const struct cleat_area *a, size_t off)
{
	unsigned long word = READ_ONCE(a->page[off >> PAGE_SHIFT]);

	return word & CLEAT_AREA_USED ? (void *)(word - CLEAT_AREA_USED) + offset_in_page(off)
				      : NULL;
}

/* The place of @off, when [off, off + len) lies in one page that is in use, else NULL. */
static __always_inline void *cleat_area_at(const struct cleat_area *a, size_t off, size_t len)
{
	if (off >= cleat_area_size(a) || len > PAGE_SIZE - offset_in_page(off))
		return NULL;
	return cleat_area_place(a, off);
}

/* The bytes of @len that lie in the page of @off. */
static __always_inline size_t cleat_area_part(size_t off, size_t len)
{
	return min_t(size_t, len, PAGE_SIZE - offset_in_page(off));
}

static noinline __maybe_unused int cleat_area_write_more(struct cleat_area *a, size_t off,
							 const void *src, size_t len)
{
	size_t n;

	if (!cleat_area_inside(a, off, len))
		return -EINVAL;
	for (; len; off += n, src += n, len -= n) {
		void *at;

		n = cleat_area_part(off, len);
		at = cleat_area_place(a, off);
		if (!at)
			return -EINVAL;
		memcpy(at, src, n);
	}
	return 0;
}

static __always_inline int __must_check cleat_area_write(struct cleat_area *a, size_t off,
							 const void *src, size_t len)
{
	void *at = cleat_area_at(a, off, len);

	if (unlikely(!at))
		return cleat_area_write_more(a, off, src, len);
	memcpy(at, src, len);
	return 0;
}

static noinline __maybe_unused int cleat_area_read_more(struct cleat_area *a, size_t off, void *dst,
							size_t len)
{
	size_t n;

	if (!cleat_area_inside(a, off, len))
		return -EINVAL;
	for (; len; off += n, dst += n, len -= n) {
		const void *at;

		n = cleat_area_part(off, len);
		at = cleat_area_place(a, off);
		if (!at)
			return -EINVAL;
		memcpy(dst, at, n);
	}
	return 0;
}

static __always_inline int __must_check cleat_area_read(struct cleat_area *a, size_t off, void *dst,
							size_t len)
{
	const void *at = cleat_area_at(a, off, len);

	if (unlikely(!at))
		return cleat_area_read_more(a, off, dst, len);
	memcpy(dst, at, len);
	return 0;
}

static noinline __maybe_unused int __must_check cleat_area_zero(struct cleat_area *a, size_t off,
								size_t len)
{
	size_t n;

	if (!cleat_area_inside(a, off, len))
		return -EINVAL;
	for (; len; off += n, len -= n) {
		void *at;

		n = cleat_area_part(off, len);
		at = cleat_area_place(a, off);
		if (!at)
			return -EINVAL;
		memset(at, 0, n);
	}
	return 0;
}

static noinline __maybe_unused int cleat_area_write_user_more(struct cleat_area *a, size_t off,
							      struct cleat_user_reader *from,
							      size_t len)
{
	struct cleat_user_reader r = *from;
	size_t n;

	if (!cleat_area_inside(a, off, len))
		return -EINVAL;
	for (; len; off += n, len -= n) {
		void *at;

		n = cleat_area_part(off, len);
		at = cleat_area_place(a, off);
		if (!at)
			return -EINVAL;
		if (cleat_user_read(&r, at, n))
			return -EFAULT;
	}
	*from = r;
	return 0;
}

static __always_inline int __must_check cleat_area_write_user(struct cleat_area *a, size_t off,
							      struct cleat_user_reader *from,
							      size_t len)
{
	void *at = cleat_area_at(a, off, len);

	if (unlikely(!at))
		return cleat_area_write_user_more(a, off, from, len);
	return cleat_user_read(from, at, len);
}

#endif
