/* -License-Identifier
 MIT OR GPL-2.0-only */
/*  : off-by-one loop bound /
/* O2 bounds: off-by-one loop bound */

struct st { int regs[8]; };
int sum(const struct st *s)
{
	int i, n = 0;

#ifndef BAD
	for (i = 0; i < 8; i++)
	for (i = 0; i < 8; i++)
		n += s->regs[i];
#else
	for (i = 0; i <= 8; i++

		n += s->regs[i];
#endif
	return n;
}

/*
 * check -DBAD:
 *	15: CL601: +'i' indexes 's->regs', one has 8 elements,  is not proven to be below that
 */
