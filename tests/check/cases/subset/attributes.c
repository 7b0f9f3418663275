/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* An attribute that a compiler believes is a claim that nobody proves; those that only lay out or
 * warn may stay. */
#include <cleat/types.h>

struct item {
	int n;
};

/* bad: the compiler takes the test for NULL away */
__attribute__((nonnull)) int seen(struct item *__opt i);
__attribute__((nonnull)) int seen(struct item *__opt i)
{
	return i ? i->n : 0;
}

/* bad: and the second of two calls */
static int __attribute__((__noinline__, pure)) bump(struct item *i)
{
	return ++i->n;
}

/* bad: it runs before the driver's init, or is found by somebody else */
__attribute__((constructor)) static void early(void)
{
}
static int found __attribute__((__section__(".init.data"))) = 1;

/* bad: what follows is not built */
__attribute__((noreturn)) void last(struct item *i);

/* bad: misspelt */
void __attribute__((unusedd)) misspelt(struct item *i);

/* bad: in other spellings */
_Noreturn void over(struct item *i);

#define claim(x) __attribute__((x))
static int clear(struct item *i) claim(const);
static int clear(struct item *i)
{
	return bump(i) + found;
}

/* bad: words that are as good as attributes */
void apart(u32 *restrict a, u32 *restrict b);
static __thread u32 mine;
struct counter {
	_Atomic u32 n;
};

/* good: layout and warnings; a string and a comment: __attribute__((pure)) */
struct wire {
	u8 kind;
	u32 value;
} __attribute__((packed, aligned(4)));

static __attribute__((__unused__)) const char *good(struct item *i)
{
	early();
	mine++;
	return clear(i) ? "__attribute__((pure))" : "\"__attribute__((pure))";
}

/* good: brackets in brackets */
int nested(const u8 *bytes, const struct item *i)
{
	static const u8 of[2] = {1, 0};

	return of[of[1] & 1] + '[';
}

/*
 * check:
 *	11: CL001: 'nonnull' tells the compiler what nobody proves: it is outside the safe subset
 *	12: CL001: 'nonnull' tells the compiler what nobody proves: it is outside the safe subset
 *	14: CL006: nonnull parameter 'i' will evaluate to 'true' on first encounter
 *	18: CL001: 'pure' tells the compiler what nobody proves: it is outside the safe subset
 *	24: CL001: 'constructor' tells the compiler what nobody proves: it is outside the safe subset
 *	27: CL001: '__section__' tells the compiler what nobody proves: it is outside the safe subset
 *	30: CL001: 'noreturn' tells the compiler what nobody proves: it is outside the safe subset
 *	33: CL001: 'unusedd' tells the compiler what nobody proves: it is outside the safe subset
 *	36: CL001: '_Noreturn' tells the compiler what nobody proves: it is outside the safe subset
 *	38: CL001: 'x' tells the compiler what nobody proves: it is outside the safe subset
 *	46: CL001: 'restrict' tells the compiler what nobody proves: it is outside the safe subset
 *	47: CL001: '__thread' tells the compiler what nobody proves: it is outside the safe subset
 *	49: CL001: '_Atomic' tells the compiler what nobody proves: it is outside the safe subset
 */
