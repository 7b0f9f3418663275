/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What is left in a field may be an error only where the field's declaration says __errptr. */
#include <cleat/prelude.h>

struct clock;
struct clock *__own __errptr clock_get(const char *name);
void clock_put(struct clock *__own __errptr c);

struct bus { struct clock *__own clk; };
struct lazy { struct clock *__own __errptr clk; };

/* bad: whoever finds the clock does not ask */
struct bus *__own __opt bus_new(void)
{
	struct bus *b = kzalloc_obj(*b);

	if (!b)
		return NULL;
	b->clk = clock_get("bus");
	return b;
}

/* good */
struct bus *__own __errptr bus_new_tested(void)
{
	struct bus *b __free(kfree) = kzalloc_obj(*b);

	if (!b)
		return ERR_PTR(-ENOMEM);
	b->clk = clock_get("bus");
	if (IS_ERR(b->clk))
		return ERR_CAST(b->clk);
	return_ptr(b);
}

/* good: the field says so */
struct lazy *__own __opt lazy_new(void)
{
	struct lazy *l = kzalloc_obj(*l);

	if (l)
		l->clk = clock_get("bus");
	return l;
}

/*
 * check:
 *	19: CL206: 'b->clk' may be an ERR_PTR, and is left in 'b->clk', whose declaration does not say so
 */
