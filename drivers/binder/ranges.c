/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "ranges.h"

void binder_ranges_init(struct binder_ranges *r)
{
	r->size = 0;
	r->n_slots = 0;
	r->n_taken = 0;
	binder_stretches_init(&r->stretches);
	binder_gaps_init(&r->gaps);
}

void binder_ranges_begin(struct binder_ranges *r, u32 size)
{
	r->size = size;
}

void binder_ranges_clear(struct binder_ranges *r)
{
	binder_tree_clear(r);
	r->n_slots = 0;
}

/* ---- the array ---- */

/* The slot that the best gap for @room stands before; @ret_place: where it begins. */
static unsigned int binder_slots_fit(const struct binder_ranges *r, u32 room, u32 *ret_place)
{
	unsigned int slot = BINDER_SLOTS;
	u32 begin = 0, best = U32_MAX;

	for (unsigned int i = 0; i < r->n_slots; i++) {
		u32 gap = r->slots[i].place - begin;

		if (gap >= room && gap < best) {
			best = gap;
			slot = i;
			*ret_place = begin;
		}
		begin = r->slots[i].place + r->slots[i].room;
	}
	if (r->size - begin >= room && r->size - begin < best) {
		slot = r->n_slots;
		*ret_place = begin;
	}
	return slot;
}

static struct binder_range *__errptr __borrows(r) binder_slots_take(struct binder_ranges *r, u32 room)
{
	u32 place = 0;
	unsigned int slot = binder_slots_fit(r, room, &place);

	if (slot >= BINDER_SLOTS || r->n_slots >= BINDER_SLOTS)
		return ERR_PTR(-ENOSPC);
	for (unsigned int i = r->n_slots; i > slot; i--)
		r->slots[i] = r->slots[i - 1];
	r->n_slots++;
	r->slots[slot].place = place;
	r->slots[slot].room = room;
	return &r->slots[slot];
}

static struct binder_gap binder_slots_give(struct binder_ranges *r, u32 place)
{
	struct binder_gap gap = {.begin = 0, .end = r->size};
	unsigned int slot = 0;

	while (slot < r->n_slots && r->slots[slot].place != place) {
		gap.begin = r->slots[slot].place + r->slots[slot].room;
		slot++;
	}
	if (slot + 1 < r->n_slots)
		gap.end = r->slots[slot + 1].place;
	for (unsigned int i = slot; i + 1 < r->n_slots; i++)
		r->slots[i] = r->slots[i + 1];
	if (r->n_slots)
		r->n_slots--;
	return gap;
}

/* ---- both ---- */

struct binder_range *binder_ranges_take(struct binder_ranges *r, u32 room)
{
	int err;

	if (!binder_is_tree(r)) {
		if (r->n_slots < BINDER_SLOTS)
			return binder_slots_take(r, room);
		err = binder_ranges_grow(r);
		if (err)
			return ERR_PTR(err);
	}
	return binder_tree_take(r, room);
}

struct binder_gap binder_ranges_give(struct binder_ranges *r, u32 place)
{
	return binder_is_tree(r) ? binder_tree_give(r, place) : binder_slots_give(r, place);
}

const struct binder_range *binder_ranges_from(struct binder_ranges *r, u32 place)
{
	for (unsigned int i = 0; i < r->n_slots; i++) {
		if (r->slots[i].place >= place)
			return &r->slots[i];
	}
	return binder_tree_from(r, place);
}
