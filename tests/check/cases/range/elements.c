/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Initialisers: which value is for which element, and what the words of the fields allow. */
#include <cleat/types.h>
#include <cleat/string.h>
#include <cleat/slab.h>

enum { N_REGS = 3 };
struct mode {
	u8 reg __at_most(N_REGS - 1);
	u16 len __at_most(64);
};
struct dev {
	u32 regs[N_REGS];
	u8 buf[64];
	const struct mode *mode;
};

/* bad: beyond its word */
static const struct mode wrong[] = {
	{3, 16},
	{1, 65},
	[4] = {.reg = 7},
};
/* good */
static const struct mode modes[] = {
	{2, 16},
	{1, 64},
};
/* bad: beyond */
static struct mode single = {9, 16};
/* good: later */
void g1(struct dev *d)
{
	memset(d->buf, 0, d->mode->len);
	d->regs[d->mode->reg]++;
	d->mode = &modes[0];
}
/* good: array, designated, ranges */
u32 g2(struct dev *d, u32 i)
{
	const u8 map[4] = {[1] = 2, [0] = 1, [2 ... 3] = 0};
	u8 own[4] = {[3] = 2};

	return i < 4 ? d->regs[map[i]] + d->regs[own[3]] + d->regs[own[0]] : 0;
}
/* bad */
u32 b3(struct dev *d)
{
	u8 own[4] = {[3] = 3};

	own[0]++;
	return d->regs[own[3]];
}
/* bad */
u32 b4(struct dev *d, u32 i)
{
	const u8 map[4] = {[1 ... 2] = 3};

	return i < 4 ? d->regs[map[i]] : 0;
}
/* bad: not initialised */
void b5(struct dev *d)
{
	single.len = 65;
	d->mode = wrong + 1;
	d->mode = &single;
}
/* bad: compound */
void b6(struct dev *d)
{
	struct mode m = (struct mode){.reg = 3};

	d->regs[m.reg] = 1;
}
/* bad: long range */
u32 b7(struct dev *d, u32 i)
{
	const u8 map[256] = {[0 ... 99] = 2, [100 ... 200] = 3, [201 ... 255] = 1};

	return i < 256 ? d->regs[map[i]] : 0;
}
/* good: long range */
u32 g8(struct dev *d, u32 i)
{
	static const u8 map[256] = {[0 ... 99] = 2, [100 ... 200] = 2, [201 ... 255] = 1};

	return i < 256 ? d->regs[map[i]] : 0;
}

/*
 * check:
 *	20: CL609: 'reg' is declared __at_most(N_REGS - 1), which is not proven here
 *	21: CL609: 'len' is declared __at_most(64), which is not proven here
 *	22: CL609: 'reg' is declared __at_most(N_REGS - 1), which is not proven here
 *	30: CL609: 'reg' is declared __at_most(N_REGS - 1), which is not proven here
 *	52: CL601: element 3 of 'd->regs' is used, which has 3 elements
 *	59: CL601: 'map[i]' indexes 'd->regs', which has 3 elements, and is not proven to be below that
 *	64: CL609: 'len' is declared __at_most(64), which is not proven here
 *	71: CL609: 'reg' is declared __at_most(N_REGS - 1), which is not proven here
 *	73: CL601: element 3 of 'd->regs' is used, which has 3 elements
 *	80: CL601: element 3 of 'd->regs' is used, which has 3 elements
 */
