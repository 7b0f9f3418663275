/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the dialect does not have. */
#include "../../corpus/corpus.h"
#include <cleat/unsafe.h>

union pun { int i; float f; char *p; };
struct a { int x; };
struct b { long y; };

int vla(int n)
{
	int a[n];

	a[0] = 1;
	return a[0];
}

void assembly(void)
{
	asm volatile("nop");
}

int computed(int n)
{
	void *where = &&out;

	goto *where;
out:
	return n;
}

int punned(union pun *u)
{
	u->f = 1.0f;
	return u->i;
}

struct b *cast(struct a *a)
{
	return (struct b *)a;
}

unsigned long number(struct a *a)
{
	return (unsigned long)a;
}

struct a *pointer(unsigned long n)
{
	return (struct a *)n;
}

struct b *from_void(void *p)
{
	struct b *b = p;

	return b;
}

int builtin(int n)
{
	char *p = __builtin_alloca(n);

	p[0] = 1;
	return p[0];
}

int mixed(struct mutex *m, int n)
{
	guard(mutex)(m);
	if (n)
		goto out;
	n = 2;
out:
	return n;
}

char *const_away(const char *s)
{
	return (char *)s;
}

int unsafe_is_counted(struct a *a)
{
	cleat_unsafe("the layouts are asserted equal elsewhere") {
		struct b *b = (struct b *)a;

		return b->y;
	}
	return 0;
}

int unsafe_without_reason(struct a *a)
{
	cleat_unsafe("")
		a->x = 0;
	return 0;
}

/*
 * check:
 *	12: CL001: the type of 'a' (int[n]) is outside the safe subset
 *	14: CL501: 'a' is read, but may not have been written
 *	14: CL801: a number is cast to a pointer
 *	15: CL801: a number is cast to a pointer
 *	20: CL001: inline assembly is outside the safe subset
 *	25: CL001: the address of a label is outside the safe subset
 *	27: CL001: a computed goto is outside the safe subset
 *	34: CL804: 'f' is a member of a union, whose type nothing proves
 *	35: CL804: 'i' is a member of a union, whose type nothing proves
 *	40: CL801: a 'struct a *' is cast to 'struct b *'
 *	45: CL801: a pointer is cast to a number
 *	50: CL801: a number is cast to a pointer
 *	55: CL802: a 'void *' is taken for a 'struct b *', which nothing proves
 *	62: CL004: '__builtin_alloca' is the compiler's, not the kit's
 *	62: CL802: a 'void *' is taken for a 'char *', which nothing proves
 *	72: CL005: 'mixed' mixes goto with guards or __free(), whose order then deceives
 *	80: CL801: the const of a 'const char *' is cast away
 *	95: CL901: an unsafe region without a reason
 */
