/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "host/preload/ahead.h"

#include <errno.h>
#include <linux/futex.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { PAGE = 4096 };

/*
 * Is the page of @at there? System calls that touch it and do nothing else: the first copies a
 * signal set in before it refuses the rest, the second adds 0 to a word.
 */
static bool readable(uintptr_t at)
{
	return syscall(SYS_rt_sigprocmask, -1, at & ~(uintptr_t)7, NULL, 8) < 0 && errno == EINVAL;
}

static bool writable(uintptr_t at)
{
	uint32_t nobody = 0;
	int add_nothing = FUTEX_OP(FUTEX_OP_ADD, 0, FUTEX_OP_CMP_EQ, 0);

	return syscall(SYS_futex, &nobody, FUTEX_WAKE_OP_PRIVATE, 0, 0, at & ~(uintptr_t)3,
		       add_nothing) >= 0;
}

/* A little above our own frame are those that we were called from: that memory is there. */
static bool on_stack(uintptr_t at, size_t n)
{
	uintptr_t above = at - (uintptr_t)__builtin_frame_address(0);

	return above < PAGE && n <= PAGE - above;
}

static bool reachable(const void *arg, size_t n, bool (*test)(uintptr_t at))
{
	uintptr_t at = (uintptr_t)arg, end = at + n;

	if (n == 0 || on_stack(at, n))
		return true;
	if (end < at)
		return false;
	for (at &= ~(uintptr_t)(PAGE - 1); at < end; at += PAGE)
		if (!test(at < (uintptr_t)arg ? (uintptr_t)arg : at))
			return false;
	return true;
}

bool ahead_readable(const void *p, size_t n)
{
	return reachable(p, n, readable);
}

bool ahead_writable(const void *p, size_t n)
{
	return reachable(p, n, writable);
}

/* One image: from @addr to the end of its page, so that there is no more to ask than if that is there. */
static bool add(struct ahead *a, struct ring_slot *s, const struct ring_hint *h, uint32_t hint,
		uint64_t addr)
{
	uint32_t len = PAGE - (uint32_t)(addr & (PAGE - 1));
	struct ring_image *i = &s->images[a->n];

	if (len > RING_IMAGE)
		len = RING_IMAGE;
	if (addr < PAGE)
		return false;
	if (!on_stack(addr, len) && !(h->written ? writable(addr) : readable(addr)))
		return false;
	*i = (struct ring_image){.addr = addr, .len = len, .writable = h->written, .hint = hint};
	memcpy(s->image_data[a->n], (const void *)(uintptr_t)addr, len);
	a->list[a->n].addr = (char *)(uintptr_t)addr;
	a->list[a->n].len = len;
	a->n++;
	return true;
}

void ahead_fill(struct ahead *a, const struct ring_shared *shared, struct ring_slot *s, uint32_t cmd,
		size_t in)
{
	uint32_t n = __atomic_load_n(&shared->n_hints, __ATOMIC_ACQUIRE);
	/* By hint: its image's number, from 1; 0: none. */
	uint8_t image[RING_HINTS] = {0};

	a->n = 0;
	for (uint32_t i = 0; i < n && i < RING_HINTS && a->n < RING_IMAGES; i++) {
		const struct ring_hint h = shared->hints[i];
		const uint8_t *base = s->data;
		size_t len = in;
		uint64_t addr;

		if (h.cmd != cmd || h.base > i)
			continue;
		if (h.base) {
			if (!image[h.base - 1])
				continue;
			base = s->image_data[image[h.base - 1] - 1];
			len = a->list[image[h.base - 1] - 1].len;
		}
		if (len < sizeof(addr) || h.offset > len - sizeof(addr))
			continue;
		memcpy(&addr, base + h.offset, sizeof(addr));
		if (add(a, s, &h, i, addr))
			image[i] = (uint8_t)a->n;
	}
	s->n_images = a->n;
}

void ahead_put(const struct ahead *a, const struct ring_slot *s)
{
	for (unsigned int i = 0; i < a->n; i++) {
		uint32_t from = s->images[i].from, to = s->images[i].to;

		if (from < to && to <= a->list[i].len)
			memcpy(a->list[i].addr + from, s->image_data[i] + from, to - from);
	}
}
