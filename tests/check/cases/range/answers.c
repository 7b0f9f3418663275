/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Between which bounds a helper's answer lies: a place or an error. */
#include <cleat/err.h>
#include <cleat/types.h>

enum { SLOTS = 16 };
static u32 slots[SLOTS];

static int slot_free(void)
{
	for (int i = 0; i < SLOTS; i++)
		if (!slots[i])
			return i;
	return -ENOSPC;
}

static int slot_after(int i)
{
	return i < 0 ? 0 : i >= SLOTS ? -ENOENT : i + 1;
}

static unsigned int slot_of(u32 hash)
{
	return hash % SLOTS;
}

static int slot_deep(int depth)
{
	if (depth <= 0)
		return 0;
	return slot_deep(depth - 1) + 1;
}

int g1(u32 v);
/* good: the loop ends below SLOTS, and the error is looked at */
int g1(u32 v)
{
	int i = slot_free();

	if (i < 0)
		return i;
	slots[i] = v;
	return 0;
}

u32 g2(u32 hash);
/* good: no answer lies outside */
u32 g2(u32 hash)
{
	return slots[slot_of(hash)];
}

void b1(u32 v);
/* bad: the error is an index */
void b1(u32 v)
{
	slots[slot_free()] = v;
}

int b2(int i);
/* bad: the last answer is one too far */
int b2(int i)
{
	i = slot_after(i);
	if (i < 0)
		return i;
	return slots[i] > 0;
}

u32 b3(int depth);
/* bad: what calls itself is not bounded by its first answer */
u32 b3(int depth)
{
	int i = slot_deep(depth);

	return i < 0 ? 0 : slots[i];
}

/*
 * check:
 *	57: CL601: 'slot_free(…)' indexes 'slots', which has 16 elements, and is not proven to be below that
 *	67: CL601: 'i' indexes 'slots', which has 16 elements, and is not proven to be below that
 *	76: CL601: 'i' indexes 'slots', which has 16 elements, and is not proven to be below that
 */
