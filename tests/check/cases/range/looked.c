/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What a loop has found of all elements holds until one of them may have been written, and of those
 * elements only. */
#include <cleat/mutex.h>
#include <cleat/overflow.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/types.h>
#include <cleat/uaccess.h>

enum { N_REGS = 16 };

struct pair {
	u32 a, b;
};

struct dev {
	struct mutex lock;
	u32 regs[N_REGS];
	struct pair pairs[8];
	struct pair grid[4][4];
	struct pair shared[8] __guarded_by(&lock);
	struct dev *peer;
};

/* good: a loop looks at all, another uses them */
u32 f1(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: one is written in between */
u32 f2(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)), u32 k)
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
	if (k < n)
		p[k].a = k;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* good: something else of one is written */
u32 f3(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)), u32 k)
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
	if (k < n)
		p[k].b = k;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: by another name */
u32 f4(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)), struct pair *q)
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
	q->a = 99;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: by a pointer into it */
u32 f5(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	struct pair *q = &p[0];

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
	if (n)
		q->a = 99;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

static void scramble(struct pair *p __sized_by(n * sizeof(*p)), u32 n)
{
	for (u32 i = 0; i < n; i++)
		p[i].a += 9;
}

/* bad: by a helper */
u32 f6(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
	scramble(p, n);
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

static u32 total(const struct pair *p __sized_by(n * sizeof(*p)), u32 n)
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		sum += p[i].a;
	return sum;
}

/* good: a helper looks, too */
u32 f7(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
	sum += total(p, n);
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: all are fetched again */
u32 f8(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)), const struct pair __user *u)
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
	if (copy_from_user(p, u, array_size(n, sizeof(*p))))
		return 0;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: the loop may end before it has looked at all */
u32 f9(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			break;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: it leaves some out */
u32 f10(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++) {
		if (p[i].b)
			continue;
		else if (p[i].a >= N_REGS)
			return 0;
	}
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: it looks at every second one */
u32 f11(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i += 2)
		if (p[i].a >= N_REGS)
			return 0;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: it begins with the second */
u32 f12(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 1; i < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: it looks at fewer */
u32 f13(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i + 1 < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: it looks at another field */
u32 f14(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].b >= N_REGS)
			return 0;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: its bound is one too many */
u32 f15(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a > N_REGS)
			return 0;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: another array is used */
u32 f16(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)),
	struct pair *q __sized_by(n * sizeof(*q)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[q[i].a];
	return sum;
}

/* bad: the pointer is another one */
u32 f17(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)),
	struct pair *q __sized_by(n * sizeof(*q)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
	p = q;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: one row of several */
u32 f18(struct dev *d, u32 n)
{
	u32 sum = 0;

	for (u32 i = 0; i < 4; i++)
		if (d->grid[0][i].a >= N_REGS)
			return 0;
	for (u32 i = 0; i < 4; i++)
		sum += d->regs[d->grid[n & 3][i].a];
	return sum;
}

/* bad: one row each */
u32 f19(struct dev *d, u32 n)
{
	u32 sum = 0;

	for (u32 i = 0; i < 4; i++)
		if (d->grid[i][i].a >= N_REGS)
			return 0;
	for (u32 i = 0; i < 4; i++)
		sum += d->regs[d->grid[i][n & 3].a];
	return sum;
}

/* bad: another device's */
u32 f20(struct dev *d)
{
	u32 sum = 0;

	for (u32 i = 0; i < 8; i++)
		if (d->pairs[i].a >= N_REGS)
			return 0;
	for (u32 i = 0; i < 8; i++)
		sum += d->regs[d->peer->pairs[i].a];
	return sum;
}

/* good: in a field */
u32 f21(struct dev *d)
{
	u32 sum = 0;

	for (u32 i = 0; i < 8; i++)
		if (d->pairs[i].a >= N_REGS)
			return 0;
	for (u32 i = 0; i < 8; i++)
		sum += d->regs[d->pairs[i].a];
	return sum;
}

/* bad: others may write it between two locks */
u32 f22(struct dev *d)
{
	u32 sum = 0;

	mutex_lock(&d->lock);
	for (u32 i = 0; i < 8; i++)
		if (d->shared[i].a >= N_REGS) {
			mutex_unlock(&d->lock);
			return 0;
		}
	mutex_unlock(&d->lock);
	mutex_lock(&d->lock);
	for (u32 i = 0; i < 8; i++)
		sum += d->regs[d->shared[i].a];
	mutex_unlock(&d->lock);
	return sum;
}

/* good: nobody comes between */
u32 f23(struct dev *d)
{
	u32 sum = 0;

	guard(mutex)(&d->lock);
	for (u32 i = 0; i < 8; i++)
		if (d->shared[i].a >= N_REGS)
			return 0;
	for (u32 i = 0; i < 8; i++)
		sum += d->regs[d->shared[i].a];
	return sum;
}

/* bad: the counter is moved on by the body */
u32 f24(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
		else
			i++;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: a struct is put over one */
u32 f25(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)), u32 k,
	const struct pair *q)
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
	if (k < n)
		p[k] = *q;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: bytes are put over them */
u32 f26(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			return 0;
	memset(p, 0x55, array_size(n, sizeof(*p)));
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* good: clamped in place */
u32 f27(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			p[i].a = 0;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: clamped in place, but not enough */
u32 f28(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		if (p[i].a >= N_REGS)
			p[i].a = N_REGS;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* good: looked at by while */
u32 f29(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	u32 i = 0;

	while (i < n) {
		if (p[i].a >= N_REGS)
			return 0;
		i++;
	}
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: clamped, and then made more */
u32 f30(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++) {
		if (p[i].a >= N_REGS)
			return 0;
		p[i].a += 1;
	}
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* bad: the next one is written each time */
u32 f31(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++) {
		if (p[i].a >= N_REGS)
			return 0;
		if (i)
			p[i - 1].a = p[i].b;
	}
	for (u32 i = 0; i < n; i++)
		sum += d->regs[p[i].a];
	return sum;
}

/* good: filled by what was tested */
u32 f32(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	u8 at[N_REGS];
	u32 used = 0;

	for (u32 i = 0; i < n && used < N_REGS; i++)
		if (p[i].a < N_REGS)
			at[used++] = (u8)p[i].a;
	for (u32 i = 0; i < used; i++)
		sum += d->regs[at[i]];
	return sum;
}

/* bad: filled by what was tested, but for the last */
u32 f33(struct dev *d, u32 n, struct pair *p __sized_by(n * sizeof(*p)))
{
	u32 sum = 0;

	u8 at[N_REGS + 1] = {0};
	u32 used = 0;

	for (u32 i = 0; i < n && used < N_REGS; i++)
		if (p[i].a < N_REGS)
			at[used++] = (u8)p[i].a;
	at[used++] = 255;
	for (u32 i = 0; i < used; i++)
		sum += d->regs[at[i]];
	return sum;
}

/* good: masked */
u32 f34(struct dev *d, u32 n, const u8 __user *u)
{
	u32 sum = 0;

	u8 at[N_REGS];

	if (n > sizeof(at) || copy_from_user(at, u, n))
		return 0;
	for (u32 i = 0; i < n; i++)
		at[i] &= N_REGS - 1;
	for (u32 i = 0; i < n; i++)
		sum += d->regs[at[i]];
	return sum;
}

/* good: two fields, one as a shift */
u32 f35(struct dev *d, const struct pair __user *u)
{
	u32 sum = 0;

	struct pair own[8];

	if (copy_from_user(own, u, sizeof(own)))
		return 0;
	for (u32 i = 0; i < ARRAY_SIZE(own); i++)
		if (own[i].a >= N_REGS || own[i].b > 3)
			return 0;
	for (u32 i = 0; i < ARRAY_SIZE(own); i++)
		sum += d->regs[own[i].a] << own[i].b;
	return sum;
}

/*
 * check:
 *	50: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	79: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	96: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	116: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	154: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	167: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	183: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	196: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	209: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	219: CL601: 'i' indexes 'p', which has n elements, and is not proven to be below that
 *	222: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	235: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	248: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	262: CL601: 'q[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	277: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	290: CL601: 'd->grid[n & 3][i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	303: CL601: 'd->grid[i][n & 3].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	316: CL601: 'd->peer->pairs[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	347: CL601: 'd->shared[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	377: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	393: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	407: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	433: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	465: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	481: CL601: 'p[i].a' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 *	514: CL601: 'at[i]' indexes 'd->regs', which has 16 elements, and is not proven to be below that
 */
