/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A number that must not be 0 is set before others come to its object. */
#include <cleat/types.h>
#include <cleat/string.h>
#include <cleat/slab.h>

struct mode {
	u8 reg;
	u16 step __at_least(1);
};
/* bad: left out */
static const struct mode wrong[] = {
	{3},
	{.step = 1},
};
/* bad: local */
u32 b1(u32 n)
{
	struct mode m = {.reg = 3};

	return n / m.step;
}
/* bad: allocated */
u32 b2(u32 n)
{
	struct mode *m __free(kfree) = kzalloc_obj(*m);

	return m ? n / m->step : wrong[n & 1].reg;
}
/* bad: allocated and given away */
struct mode *__own __opt b3(u32 n)
{
	struct mode *m __free(kfree) = kzalloc_obj(*m);

	return no_free_ptr(m);
}
/* good */
struct mode *__own __opt g4(u32 n)
{
	struct mode *m __free(kfree) = kzalloc_obj(*m);

	if (!m)
		return NULL;
	m->step = n ? 2 : 1;
	return no_free_ptr(m);
}
/* good */
u32 g5(const struct mode *m)
{
	return 10 / m->step;
}

/*
 * check:
 *	12: CL609: 'step' is declared __at_least(1), which is not proven here
 *	21: CL607: 'm.step' may be 0, and is divided by
 *	28: CL607: 'm->step' may be 0, and is divided by
 *	35: CL609: 'step' is declared __at_least(1), which is not proven here
 */
