// SPDX-License-Identifier: MIT OR GPL-2.0-only
#include <cleat/bitops.h>
#include <cleat/xarray.h>

#include "array.h"

enum { SLOTS = 128 };

struct session {
	u32 id;
	u64 uses;
};

DEFINE_TYPED_XARRAY(session_array, struct session);

struct sessions {
	struct session_array all;
	DECLARE_BITMAP(busy, SLOTS);
};

int session_add(struct sessions *s, struct session *new)
{
	return session_array_alloc(&s->all, &new->id, new, 1, 1000, GFP_KERNEL);
}

struct session *session_get(struct sessions *s, u32 id)
{
	return session_array_load(&s->all, id);
}

struct session *session_remove(struct sessions *s, u32 id)
{
	return session_array_erase(&s->all, id);
}

u64 session_uses(struct sessions *s)
{
	unsigned long id;
	u64 uses = 0;

	cleat_xa_for_each(session_array, one, id, &s->all)
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
