/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the dialect does not have. */
#include "../../corpus/corpus.h"
#include <cleat/unsafe.h>

union pun { int i; float f; char *p; };
struct a { int x; };
struct b { long y; };

/* bad */
int vla(int n)
{
	int a[n];

	a[0] = 1;
	return a[0];
}

/* bad */
void assembly(void)
{
	asm volatile("nop");
}

/* bad */
int computed(int n)
{
	void *where = &&out;

	goto *where;
out:
	return n;
}

/* bad */
int punned(union pun *u)
{
	u->f = 1.0f;
	return u->i;
}

/* bad */
struct b *cast(struct a *a)
{
	return (struct b *)a;
}

/* bad */
unsigned long number(struct a *a)
{
	return (unsigned long)a;
}

/* bad */
struct a *pointer(unsigned long n)
{
	return (struct a *)n;
}

/* bad */
struct b *from_void(void *p)
{
	struct b *b = p;

	return b;
}

/* bad */
int builtin(int n)
{
	char *p = __builtin_alloca(n);

	p[0] = 1;
	return p[0];
}

/* bad */
int mixed(struct mutex *m, int n)
{
	guard(mutex)(m);
	if (n)
		goto out;
	n = 2;
out:
	return n;
}

/* bad */
char *const_away(const char *s)
{
	return (char *)s;
}

/* good */
int unsafe_is_counted(struct a *a)
{
	cleat_unsafe("the layouts are asserted equal elsewhere") {
		struct b *b = (struct b *)a;

		return b->y;
	}
	return 0;
}

/* bad */
int unsafe_without_reason(struct a *a)
{
	cleat_unsafe("")
		a->x = 0;
	return 0;
}

/*
 * check:
 *	13: CL001: the type of 'a' (int[n]) is outside the safe subset
 *	15: CL501: 'a' is read, but may not have been written
 *	15: CL801: a number is cast to a pointer
 *	16: CL801: a number is cast to a pointer
 *	22: CL001: inline assembly is outside the safe subset
 *	28: CL001: the address of a label is outside the safe subset
 *	30: CL001: a computed goto is outside the safe subset
 *	38: CL804: 'f' is a member of a union, whose type nothing proves
 *	39: CL804: 'i' is a member of a union, whose type nothing proves
 *	45: CL801: a 'struct a *' is cast to 'struct b *'
 *	51: CL801: a pointer is cast to a number
 *	57: CL801: a number is cast to a pointer
 *	63: CL802: a 'void *' is taken for a 'struct b *', which nothing proves
 *	71: CL004: '__builtin_alloca' is the compiler's, not the kit's
 *	71: CL802: a 'void *' is taken for a 'char *', which nothing proves
 *	82: CL005: 'mixed' mixes goto with guards or __free(), whose order then deceives
 *	91: CL801: the const of a 'const char *' is cast away
 *	108: CL901: an unsafe region without a reason
 */
