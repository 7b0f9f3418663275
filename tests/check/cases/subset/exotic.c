/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Corners of C: what cannot be followed is refused, what can be passes. */
#include <cleat/slab.h>
#include <cleat/types.h>

typedef u32 four __attribute__((vector_size(16)));

static void zero(u32 *p)
{
	*p = 0;
}

/* bad: a cleanup of the driver's own making */
u32 cleanup(u32 n)
{
	u32 v __attribute__((cleanup(zero))) = n;

	return v;
}

/* bad: vectors have no bounds */
u32 vector(four v)
{
	return v[9];
}

/* bad: complex numbers */
u32 complex_number(_Complex double z)
{
	return 1;
}

/* bad: an array parameter of variable length is no length */
u32 variable(u32 n, u32 v[n])
{
	return v[n];
}

/* bad: steps before an object */
u32 before(u32 n)
{
	u32 *p = &n - 1;

	return *p;
}

/* bad: the object after it */
u32 behind(u32 n)
{
	return (&n)[1];
}

/* bad: written the other way round */
u32 turned(u32 n)
{
	return 1 [&n];
}

/* bad: past the end of a literal */
u32 literal(void)
{
	return ((u32[]){1, 2})[2];
}

/* good */
u32 literal_well(void)
{
	return ((u32[]){1, 2})[1];
}

/* bad: at least four are no five */
u32 at_least(u32 v[static 4])
{
	return v[4];
}

/* bad: variable arguments */
u32 variadic(u32 n, ...)
{
	__builtin_va_list ap;
	u32 v;

	__builtin_va_start(ap, n);
	v = __builtin_va_arg(ap, u32);
	__builtin_va_end(ap);
	return v;
}

/* bad: two levels of pointers to an unknown number */
u32 table(u32 **t, u32 i)
{
	return *t[i];
}

/* good: a range in an initialiser */
u32 init_range(u32 n)
{
	static const u32 v[8] = {[2 ... 5] = 1};

	return n < 8 ? v[n] : 0;
}

/* good: a range in a switch */
u32 ranges(u32 n)
{
	static const u32 v[8] = {[2] = 1, [3] = 1};

	switch (n) {
	case 0 ... 7:
		return v[n];
	default:
		return 0;
	}
}

/* good: a label of a block */
u32 local_label(u32 n)
{
	__label__ out;

	if (n)
		goto out;
	return 1;
out:
	return 2;
}

/* good: a value of a statement expression */
u32 statements(u32 n)
{
	return ({
		u32 half = n / 2;

		half;
	});
}

/* good: a pointer to an array */
u32 pointed(u32 (*v)[4], u32 i)
{
	return i < 4 ? (*v)[i] : 0;
}

/* bad: past its end */
u32 pointed_bad(u32 (*v)[4], u32 i)
{
	return i <= 4 ? (*v)[i] : 0;
}

/*
 * check:
 *	6: CL001: 'vector_size' tells the compiler what nobody proves: it is outside the safe subset
 *	16: CL001: the cleanup of 'v' by 'zero' is outside the safe subset
 *	22: CL001: the type of 'v' (__attribute__((__vector_size__(4 * sizeof(unsigned int)))) unsigned int) is outside the safe subset
 *	24: CL001: indexing a '__attribute__((__vector_size__(4 * sizeof(unsigned int)))) unsigned int' is outside the safe subset
 *	28: CL001: the type of 'z' (_Complex double) is outside the safe subset
 *	34: CL001: the type of 'v' (unsigned int[n]) is outside the safe subset
 *	36: CL001: indexing a 'unsigned int[n]' is outside the safe subset
 *	42: CL601: '&n' is one object, and is stepped over
 *	50: CL601: '&n' is one object, and '1' indexes it
 *	56: CL601: '1' is one object, and '&n' indexes it
 *	62: CL601: element 2 of 'the value' is used, which has 2 elements
 *	74: CL601: element 4 of 'v' is used, which has 4 elements
 *	83: CL004: '__builtin_va_start' is the compiler's, not the kit's
 *	84: CL801: a pointer is cast to a number
 *	85: CL004: '__builtin_va_end' is the compiler's, not the kit's
 *	92: CL605: the length of what 't' points to is not known, and it is indexed
 *	147: CL601: 'i' indexes '*v', which has 4 elements, and is not proven to be below that
 */
