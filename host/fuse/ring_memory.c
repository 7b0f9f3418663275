/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A client's memory as it was brought along, and what could be brought along next time. An image is
 * what the memory was when the call began: it is read until the driver has slept, and written while
 * it may be, and the client puts what was written in its place when the call returns. A copy that is
 * partly in an image goes to the memory itself; the image is put in its place before, and dropped.
 */
#include "host/fuse/ring.h"

static bool overlaps(const struct ring_image *i, u64 addr, size_t n)
{
	return i->len && addr < i->addr + i->len && i->addr < addr + n;
}

void ring_ahead_take(struct ring_ahead *a, u64 arg, size_t len)
{
	u32 n = __atomic_load_n(&a->slot->n_images, __ATOMIC_RELAXED);

	for (u32 i = 0; i < n && i < RING_IMAGES; i++) {
		struct ring_image *from = &a->slot->images[i], *to = &a->list[i];

		to->addr = __atomic_load_n(&from->addr, __ATOMIC_RELAXED);
		to->len = __atomic_load_n(&from->len, __ATOMIC_RELAXED);
		to->hint = __atomic_load_n(&from->hint, __ATOMIC_RELAXED);
		to->writable = __atomic_load_n(&from->writable, __ATOMIC_RELAXED);
		/* The argument has its own window, which these must not contradict: on a stack it is near. */
		if (to->len > RING_IMAGE || to->addr + to->len < to->addr)
			to->len = 0;
		else if (overlaps(to, arg, len))
			to->len = to->addr < arg ? (u32)(arg - to->addr) : 0;
		a->n = i + 1;
	}
}

void ring_ahead_give(struct ring_ahead *a)
{
	for (u32 i = 0; i < a->n; i++) {
		a->slot->images[i].from = a->list[i].from;
		a->slot->images[i].to = a->list[i].len ? a->list[i].to : 0;
	}
}

static u8 *data_of(struct ring_ahead *a, const struct ring_image *i)
{
	return a->slot->image_data[i - a->list];
}

/* The image that has all of it; near each other on a stack, several may: @writing takes one that may. */
static struct ring_image *find(struct ring_ahead *a, u64 addr, size_t n, bool writing)
{
	for (u32 i = 0; i < a->n; i++) {
		struct ring_image *image = &a->list[i];

		if (overlaps(image, addr, n) && addr >= image->addr && (image->writable || !writing) &&
		    n <= image->addr + image->len - addr)
			return image;
	}
	return NULL;
}

/* What is written in images that the copy touches goes to the memory; @drop: they are not used again. */
static void settle(struct host_call *call, struct ring_ahead *a, u64 addr, size_t n, bool drop,
		   const struct ring_image *but)
{
	for (u32 i = 0; i < a->n; i++) {
		struct ring_image *image = &a->list[i];

		if (image == but || !overlaps(image, addr, n))
			continue;
		if (image->to)
			fuse_caller_memory.write(call, image->addr + image->from,
						 data_of(a, image) + image->from,
						 image->to - image->from);
		if (drop || image->to)
			image->len = 0;
	}
}

/* ---- hints ---- */

static bool points_to(const u8 *base, size_t len, u64 addr, u32 *ret_offset)
{
	u64 v;

	for (size_t at = 0; at + sizeof(v) <= len; at += 4) {
		memcpy(&v, base + at, sizeof(v));
		if (v == addr) {
			*ret_offset = (u32)at;
			return true;
		}
	}
	return false;
}

static void add_hint(struct ring_ahead *a, u32 base, u32 offset, bool written)
{
	struct ring_shared *s = a->client->shared;
	struct ring_hint *h = s->hints;
	u32 n;

	quiet_lock(&ring_lock);
	n = a->client->n_hints;
	while (h < s->hints + n && (h->cmd != a->cmd || h->base != base || h->offset != offset))
		h++;
	if (h < s->hints + n) {
		h->written |= written;
	} else if (n < RING_HINTS && base <= n) {
		*h = (struct ring_hint){
			.cmd = a->cmd, .base = (u16)base, .written = written, .offset = offset};
		a->client->n_hints = n + 1;
		__atomic_store_n(&s->n_hints, n + 1, __ATOMIC_RELEASE);
	}
	quiet_unlock(&ring_lock);
}

/* The driver went to @addr by itself: did the address stand in something that it had read? */
static void learn(struct ring_ahead *a, u64 addr, size_t n, bool written)
{
	u32 offset;

	if (n > RING_IMAGE || a->in_len > 256)
		return;
	if (points_to(a->slot->data, a->in_len, addr, &offset)) {
		add_hint(a, 0, offset, written);
		return;
	}
	for (u32 i = 0; i < a->n; i++) {
		if (a->list[i].len && points_to(data_of(a, &a->list[i]), a->list[i].len, addr, &offset)) {
			add_hint(a, a->list[i].hint + 1, offset, written);
			return;
		}
	}
}

/* ---- the copies ---- */

static size_t ring_read(struct host_call *call, void *to, u64 from, size_t n)
{
	struct ring_ahead *a = ring_ahead_of(call);
	struct ring_image *i = find(a, from, n, false);
	size_t left;

	if (i && (!call->sleeps || i->to)) {
		memcpy(to, data_of(a, i) + (from - i->addr), n);
		return 0;
	}
	settle(call, a, from, n, false, NULL);
	left = fuse_caller_memory.read(call, to, from, n);
	if (!left && !i)
		learn(a, from, n, false);
	return left;
}

static size_t ring_write(struct host_call *call, u64 to, const void *from, size_t n)
{
	struct ring_ahead *a = ring_ahead_of(call);
	struct ring_image *i = find(a, to, n, true);
	u32 at = i ? (u32)(to - i->addr) : 0;
	size_t left;

	if (i) {
		settle(call, a, to, n, true, i);
		memcpy(data_of(a, i) + at, from, n);
		i->from = i->to ? min(i->from, at) : at;
		i->to = max(i->to, at + (u32)n);
		return 0;
	}
	settle(call, a, to, n, true, NULL);
	left = fuse_caller_memory.write(call, to, from, n);
	if (!left)
		learn(a, to, n, true);
	return left;
}

const struct host_memory ring_memory = {.read = ring_read, .write = ring_write};
