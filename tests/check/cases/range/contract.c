// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* The expression of a contract is read to its end, or refused. */
#include <cleat/types.h>

/* good */
u32 last_good(const u32 *v __elements(2 * n + 1), u32 n);
/* good */
u32 last_good(const u32 *v __elements(2 * n + 1), u32 n)
{
	return n < 1000 ? v[2 * n] : 0;
}

/* There are far fewer than n of them. */
u32 last_bad(const u32 *v __elements(n / 64 + 1), u32 n);
/* bad */
u32 last_bad(const u32 *v __elements(n / 64 + 1), u32 n)
{
	return n ? v[n - 1] : 0;
}

void limit_bad(u32 n __at_most(64 ^ 1));
/* bad */
void limit_bad(u32 n __at_most(64 ^ 1))
{
}

struct part {
	u32 a;
};

/* bad: a number is followed like a pointer */
u32 starred(u32 n, const struct part *p __sized_by(n * * sizeof(*p)))
{
	return n ? p->a : 0;
}

/*
 * check:
 *	16: CL001: '/ 64 + 1' in the contract expression 'n / 64 + 1' is outside the safe subset
 *	18: CL605: the length of what 'v' points to is not known, and it is indexed
 *	23: CL001: '^ 1' in the contract expression '64 ^ 1' is outside the safe subset
 *	32: CL001: 'sizeof(*p)' in the contract expression 'n * * sizeof(*p)' is outside the safe subset
 */
