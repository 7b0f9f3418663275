// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* READ_ONCE() and WRITE_ONCE() touch the object as any other access does. */
#include <cleat/slab.h>
#include <cleat/types.h>

struct dev {
	u32 last;
	u32 slot[4];
};

/* good: read, then freed */
u32 count_end_good(u32 *__own count, struct dev *d);
/* good */
u32 count_end_good(u32 *__own count, struct dev *d)
{
	u32 n = READ_ONCE(*count);

	WRITE_ONCE(d->last, n);
	kfree(count);
	return n;
}

u32 count_end_bad(u32 *__own count);
/* bad */
u32 count_end_bad(u32 *__own count)
{
	kfree(count);
	return READ_ONCE(*count);
}

void count_mark_bad(u32 *__own count);
/* bad */
void count_mark_bad(u32 *__own count)
{
	kfree(count);
	WRITE_ONCE(*count, 1);
}

/* good: what was read once is tested and used, not what a second read finds */
u32 dev_slot_good(struct dev *d);
/* good */
u32 dev_slot_good(struct dev *d)
{
	u32 n = READ_ONCE(d->last);

	return n < 4 ? d->slot[n] : 0;
}

u32 dev_slot_bad(struct dev *d);
/* bad */
u32 dev_slot_bad(struct dev *d)
{
	return READ_ONCE(d->last) < 4 ? d->slot[READ_ONCE(d->last)] : 0;
}

u32 dev_past_bad(struct dev *d);
/* bad */
u32 dev_past_bad(struct dev *d)
{
	return READ_ONCE(d->slot[4]);
}

/*
 * check:
 *	28: CL103: 'count' is used after the object was freed
 *	36: CL103: 'count' is used after the object was freed
 *	53: CL601: 'the value' indexes 'd->slot', which has 4 elements, and is not proven to be below that
 *	60: CL601: element 4 of 'd->slot' is used, which has 4 elements
 */
