// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <linux/bitmap.h>
#include <linux/errno.h>
#include <linux/xarray.h>

#include "array.h"

enum { SLOTS = 128 };

struct session {
	u32 id;
	u64 uses;
};

struct sessions {
	struct xarray all;
	DECLARE_BITMAP(busy, SLOTS);
};

int session_add(struct sessions *s, struct session *new)
{
	return xa_alloc(&s->all, &new->id, new, XA_LIMIT(1, 1000), GFP_KERNEL);
}

struct session *session_get(struct sessions *s, u32 id)
{
	return xa_load(&s->all, id);
}

struct session *session_remove(struct sessions *s, u32 id)
{
	return xa_erase(&s->all, id);
}

u64 session_uses(struct sessions *s)
{
	struct session *one;
	unsigned long id;
	u64 uses = 0;

	xa_for_each(&s->all, id, one)
		uses += one->uses;
	return uses;
}

int slot_claim(struct sessions *s)
{
	unsigned long slot = find_first_zero_bit(s->busy, SLOTS);

	if (slot >= SLOTS || test_and_set_bit(slot, s->busy))
		return -EAGAIN;
	return slot;
}
