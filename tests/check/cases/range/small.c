/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Small ways to be wrong about an array, a number, a pointer: one line each. */
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>
#include <cleat/err.h>
struct s {
	u32 n;
	u32 a[4];
	struct {
		u32 x;
		u32 y;
	} in;
	u32 m[3][5];
};
static u32 arr[4];

/* bad: address past global array in an initialiser */
static u32 *const past = &arr[9];
u32 use_past(void)
{
	return *past;
}

/* bad: 2d inner */
u32 m1(struct s *s, u32 i, u32 k)
{
	return i < 3 && k <= 5 ? s->m[i][k] : 0;
}

/* bad: 2d outer */
u32 m2(struct s *s, u32 i, u32 k)
{
	return i <= 3 && k < 5 ? s->m[i][k] : 0;
}

/* good */
u32 m3(struct s *s, u32 i, u32 k)
{
	return i < 3 && k < 5 ? s->m[i][k] : 0;
}

/* bad: flattened */
u32 m4(struct s *s, u32 i)
{
	return i < 15 ? s->m[0][i] : 0;
}

/* bad: switch jumps past the initialiser */
u32 sw(u32 k)
{
	switch (k) {
		u32 v = 3;
	case 0:
		return v;
	default:
		return 0;
	}
}

/* bad: goto past */
u32 gt(u32 k)
{
	if (k)
		goto out;
	{
		u32 v = 3;
out:
		return v;
	}
}

/* bad: va */
u32 va(u32 n, ...)
{
	__builtin_va_list ap;
	__builtin_va_start(ap, n);
	u32 v = __builtin_va_arg(ap, u32);
	__builtin_va_end(ap);
	return v;
}

/* bad: string literal written */
void lit(void)
{
	char *p = "abc";
	p[0] = 'x';
}

/* bad: index literal past */
char lit2(u32 i)
{
	return "abc"[i];
}

/* good */
char lit3(u32 i)
{
	return i < 4 ? "abc"[i] : 0;
}

/* bad: negative index */
u32 neg(struct s *s, int i)
{
	return i < 4 ? s->a[i] : 0;
}

/* bad: pointer difference used as index */
u32 diff(struct s *s, u32 *p)
{
	return s->a[p - s->a];
}

/* bad: address of a member past array */
u32 *addr(struct s *s)
{
	return &s->a[5];
}

/* good: one past the end as a bound */
u32 bound(struct s *s)
{
	u32 t = 0;
	for (u32 *p = s->a; p < &s->a[4]; p++)
		t += *p;
	return t;
}

/* bad: <= */
u32 bound2(struct s *s)
{
	u32 t = 0;
	for (u32 *p = s->a; p <= &s->a[4]; p++)
		t += *p;
	return t;
}

/* bad: bool index with 2 */
u32 cb(struct s *s, bool b)
{
	return s->a[b + 3];
}

/* bad: enum unchecked */
enum e { A, B, C, D, E };
u32 en(struct s *s, enum e e)
{
	return s->a[e];
}

/* good: enum checked */
u32 en2(struct s *s, enum e e)
{
	return e <= D ? s->a[e] : 0;
}

/* bad: char index */
u32 ch(struct s *s, char c)
{
	return s->a[c & 7];
}

/* good */
u32 ch2(struct s *s, char c)
{
	return s->a[c & 3];
}

/* good: div */
u32 dv(struct s *s, u32 i)
{
	return s->a[i % 16 / 4];
}

/* bad: memcpy between arrays of different size */
void cp(struct s *s, u32 *from __elements(8))
{
	memcpy(s->a, from, 8 * sizeof(u32));
}

/* bad: sizeof pointer mismatch elements */
void cp2(struct s *s, u32 *from __elements(2))
{
	memcpy(s->a, from, sizeof(s->a));
}

/* good */
void cp3(struct s *s, u32 *from __elements(4))
{
	memcpy(s->a, from, sizeof(s->a));
}

/* bad: overflow into next field */
void cp4(struct s *s)
{
	memset(s->a, 0, sizeof(s->a) + sizeof(s->in));
}

/* bad: read from uninit pointer in struct */
struct pp {
	u32 *__opt p;
	u32 k;
};
u32 up(bool b)
{
	struct pp x;
	x.k = 1;
	if (b)
		x.p = &x.k;
	return x.p ? *x.p : 0;
}

/* bad: ternary alloc */
u32 ta(bool b)
{
	u32 *p = b ? kmalloc_obj(*p) : NULL;
	u32 v = 1;
	if (b)
		*p = v;
	kfree(p);
	return v;
}

/* bad: use in loop condition after free */
u32 lc(u32 *__own p)
{
	u32 n = 0;
	do {
		n++;
		kfree(p);
	} while (*p > n);
	return n;
}

/* bad: free in loop */
void fl(u32 *__own p, u32 n)
{
	for (u32 i = 0; i < n; i++)
		kfree(p);
}

/* bad: realloc in loop */
u32 *__own __opt rl(u32 *__own p, u32 n)
{
	for (u32 i = 1; i < n; i++) {
		p = krealloc(p, i, GFP_KERNEL);
	}
	return p;
}

/* bad: return of freed */
u32 *__own __opt rf(u32 n)
{
	u32 *p = kmalloc_obj(*p);
	if (n > 4)
		kfree(p);
	return p;
}

/* bad: bitfield shift */
u32 sh(u32 n)
{
	return n >> (n & 63);
}

/* bad: signed overflow to index */
u32 so(struct s *s, int a, int b)
{
	int i = a * b;
	return i >= 0 && i < 4 ? s->a[i] : s->a[a + b];
}

/* bad: ptr compare then deref the wrong one */
u32 pc(u32 *__opt a, u32 *__opt b)
{
	if (a == b)
		return *a;
	return 0;
}

/* good: both tested by equality with non-null */
u32 pc2(u32 *a, u32 *__opt b)
{
	if (a == b)
		return *b;
	return 0;
}

/*
 * check:
 *	20: CL601: the initialiser points past the end of its array
 *	29: CL601: 'k' indexes 's->m[i]', which has 5 elements, and is not proven to be below that
 *	35: CL601: 'i' indexes 's->m', which has 3 elements, and is not proven to be below that
 *	47: CL601: 'i' indexes 's->m[0]', which has 5 elements, and is not proven to be below that
 *	56: CL501: 'v' is read, but may not have been written
 *	70: CL501: 'v' is read, but may not have been written
 *	78: CL004: '__builtin_va_start' is the compiler's, not the kit's
 *	79: CL801: a pointer is cast to a number
 *	80: CL004: '__builtin_va_end' is the compiler's, not the kit's
 *	88: CL001: a string literal is written to, which is constant
 *	94: CL601: 'i' indexes '"abc"', which has 4 elements, and is not proven to be below that
 *	106: CL601: 'i' indexes 's->a', which has 4 elements, and is not proven to be below that
 *	112: CL601: 'p - s->a' indexes 's->a', which has 4 elements, and is not proven to be below that
 *	118: CL601: element 5 of 's->a' is used, which has 4 elements
 *	134: CL601: 'p' indexes 'p', which has 4 elements, and is not proven to be below that
 *	135: CL601: 'p' indexes 'p', which has 4 elements, and is not proven to be below that
 *	142: CL601: 'b + 3' indexes 's->a', which has 4 elements, and is not proven to be below that
 *	149: CL601: 'e' indexes 's->a', which has 4 elements, and is not proven to be below that
 *	161: CL601: 'c & 7' indexes 's->a', which has 4 elements, and is not proven to be below that
 *	179: CL602: memcpy uses '32' bytes of 's->a', which has 16
 *	185: CL602: memcpy uses '16' bytes of 'from', which has 8
 *	197: CL602: memset uses '24' bytes of 's->a', which has 16
 *	211: CL502: field 'x.p' is read, but may not have been written
 *	220: CL201: 'p' may be NULL, and is dereferenced without a test
 *	232: CL103: 'p' is used after the object was freed
 *	240: CL102: 'p' is passed to 'kfree', but the object was freed already
 *	241: CL101: 'p' is taken over from the caller, and is not released on this path
 *	247: CL101: 'p' is owned here, and is not released on this path
 *	247: CL602: 1 bytes were allocated for a 'unsigned int', which has 4
 *	249: CL101: 'p' is taken over from the caller, and is not released on this path
 *	258: CL103: 'p' is used after the object was freed
 *	264: CL608: the shift count 'n & 63' may be negative or wider than the type
 *	271: CL601: 'a + b' indexes 's->a', which has 4 elements, and is not proven to be below that
 *	278: CL201: 'a' may be NULL, and is dereferenced without a test
 */
