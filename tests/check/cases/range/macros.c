// SPDX-License-Identifier: MIT OR GPL-2.0-only
/* Constants in contracts may be macros and expressions. */
#include <cleat/types.h>

#define LEN 16
enum { LEN2 = 8 };
void fill(char *buf __sized_by(LEN));
void fill2(u32 *buf __elements(LEN2 * 2));
void fill3(u32 *buf __elements(1 << 4));
void lim(int n __at_most(LEN - 1));
/* bad */
void call(int k)
{
	char small[8], ok[16];
	u32 v[15], w[16];
	fill(ok);
	fill(small);
	fill2(w);
	fill2(v);
	fill3(v);
	lim(15);
	lim(16);
}
#define OPEN_BIT(n) ((size_t)1 << (n))
void fill4(char *buf __sized_by(OPEN_BIT(3) / 2));

/* good */
void cast(char *buf __sized_by(4))
{
	fill4(buf);
}

/* bad */
void cast_bad(char *buf __sized_by(3))
{
	fill4(buf);
}

struct cfg { char name[LEN]; char *p __sized_by(LEN); };
/* bad */
char get(struct cfg *c, unsigned int i)
{
	if (i > LEN)
		return 0;
	return c->p[i];
}

/*
 * check:
 *	17: CL602: fill uses '16' bytes of 'small', which has 8
 *	19: CL602: fill2 uses '64' bytes of 'v', which has 60
 *	20: CL602: fill3 uses '64' bytes of 'v', which has 60
 *	22: CL609: 'n' is declared __at_most(16 - 1), which is not proven here
 *	36: CL602: fill4 uses '4' bytes of 'buf', which has 3
 *	45: CL601: 'i' indexes 'c->p', which has 16 elements, and is not proven to be below that
 */
