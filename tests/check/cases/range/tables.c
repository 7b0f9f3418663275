/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Constant tables: an element that nobody knows has at least the least, and at most the most, of
 * all of them. */
#include <cleat/types.h>
#include <cleat/string.h>

enum reg { REG_A, REG_B, REG_C, N_REGS };
struct dev {
	u32 regs[N_REGS];
	u8 buf[64];
};
struct mode {
	const char *name;
	u8 reg;
	u16 len;
	u32 (*get)(struct dev *d);
};

static u32 get_a(struct dev *d)
{
	return d->regs[0];
}
static const struct mode modes[] = {
	{"one", REG_A, 16, get_a},
	{"two", REG_C, 64, get_a},
	{.name = "three", .len = 8, .get = get_a},
};
static const u8 order[] = {2, 0, 1};
static const u8 big[] = {2, 0, 3};
static const char *const names[] = {[0] = "zero", [2] = "two"};
static const char *const full[] = {"a", "b"};
static const u8 lens[4] = {4, 8};
static const s8 steps[2] = {-1, 2};

/* good: element of a constant table */
u32 g1(struct dev *d, u32 i)
{
	return i < ARRAY_SIZE(order) ? d->regs[order[i]] : 0;
}
/* bad: too big an element */
u32 b2(struct dev *d, u32 i)
{
	return i < ARRAY_SIZE(big) ? d->regs[big[i]] : 0;
}
/* good: field of an element */
u32 g3(struct dev *d, u32 i)
{
	return i < ARRAY_SIZE(modes) ? d->regs[modes[i].reg] : 0;
}
/* good: pointer to an element */
u32 g4(struct dev *d, u32 i)
{
	const struct mode *m;

	if (i >= ARRAY_SIZE(modes))
		return 0;
	m = &modes[i];
	memset(d->buf, 0, m->len);
	return d->regs[m->reg];
}
/* bad: len too big by one */
void b5(struct dev *d, u32 i)
{
	if (i < ARRAY_SIZE(modes))
		memset(d->buf, 0, modes[i].len + 1);
}
/* good: function from the table */
u32 g6(struct dev *d, u32 i)
{
	return i < ARRAY_SIZE(modes) ? modes[i].get(d) : 0;
}
/* bad: a name may be missing */
size_t b7(u32 i)
{
	return i < ARRAY_SIZE(names) ? strlen(names[i]) : 0;
}
/* good: all there */
size_t g8(u32 i)
{
	return i < ARRAY_SIZE(full) ? strlen(full[i]) : 0;
}
/* good: looked for by a loop */
const struct mode *__opt g9(u16 len)
{
	for (u32 i = 0; i < ARRAY_SIZE(modes); i++)
		if (modes[i].len == len)
			return &modes[i];
	return NULL;
}
/* good: division by an element */
u32 g10(u32 i)
{
	return i < ARRAY_SIZE(modes) ? 100 / modes[i].len : 0;
}
/* bad: an element may be zero */
u32 b11(u32 i)
{
	return i < ARRAY_SIZE(lens) ? 100 / lens[i] : 0;
}
/* bad: negative */
u32 b12(struct dev *d, u32 i)
{
	return i < 2 ? d->regs[steps[i]] : 0;
}
/* good: for_each over a table with a pointer */
u32 g13(struct dev *d)
{
	u32 sum = 0;

	for (const struct mode *m = modes; m < modes + ARRAY_SIZE(modes); m++)
		sum += d->regs[m->reg];
	return sum;
}
/* good: local table */
u32 g14(struct dev *d, u32 i)
{
	static const u8 map[N_REGS] = {[REG_A] = REG_C, [REG_B] = REG_A};

	return i < N_REGS ? d->regs[map[i]] : 0;
}
/* good: local non-static const */
u32 g15(struct dev *d, u32 i)
{
	const u8 map[] = {1, 2, 0};

	return i < 3 ? d->regs[map[i]] : 0;
}
/* good: two-dimensional */
u32 g16(struct dev *d, u32 i, u32 j)
{
	static const u8 next[2][3] = {{0, 1, 2}, {2, 1, 0}};

	return i < 2 && j < 3 ? d->regs[next[i][j]] : 0;
}
/* good: index at a constant */
u32 g17(struct dev *d)
{
	return d->regs[order[1]] + d->regs[modes[1].reg];
}
/* bad: constant index, bad value */
u32 b18(struct dev *d)
{
	return d->regs[big[2]];
}
/* good: shift by an element */
u32 g19(u32 i)
{
	return i < ARRAY_SIZE(order) ? 1u << order[i] : 0;
}

/*
 * check:
 *	43: CL601: 'big[i]' indexes 'd->regs', which has 3 elements, and is not proven to be below that
 *	65: CL602: memset uses 'modes[i].len + 1' bytes of 'd->buf', which has 64
 *	75: CL205: 'names[i]' may be NULL, and 'strlen' does not take NULL
 *	98: CL607: 'lens[i]' may be 0, and is divided by
 *	103: CL601: 'steps[i]' indexes 'd->regs', which has 3 elements, and is not proven to be below that
 *	143: CL601: element 3 of 'd->regs' is used, which has 3 elements
 */
