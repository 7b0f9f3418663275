/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What a helper's answer says of two numbers together: that a range lies within a buffer. */
#include <cleat/err.h>
#include <cleat/overflow.h>
#include <cleat/string.h>

struct range { u32 off, len; };
struct page { u8 bytes[512]; };

static bool sum_ok(const struct range *r)
{
	u32 end;

	return r->len && !check_add_overflow(r->off, r->len, &end) && end <= sizeof(struct page);
}

static bool rest_ok(const struct range *r)
{
	return r->off <= sizeof(struct page) && r->len <= sizeof(struct page) - r->off;
}

static int wide_check(const struct range *r)
{
	if ((u64)r->off + r->len > sizeof(struct page))
		return -EINVAL;
	return 0;
}

static bool numbers_ok(u32 off, u32 len)
{
	return (u64)off + len <= sizeof(struct page);
}

/* Each for itself. */
static bool singly_ok(const struct range *r)
{
	return r->off <= sizeof(struct page) && r->len <= sizeof(struct page);
}

/* An empty one may lie anywhere. */
static bool empty_or_ok(const struct range *r)
{
	if (!r->len)
		return true;
	return (u64)r->off + r->len <= sizeof(struct page);
}

static bool too_far(const struct range *r)
{
	return (u64)r->off + r->len > sizeof(struct page);
}

/* good: the sum was looked at */
int after_sum(u8 *to __sized_by(512), const struct page *p, const struct range *r)
{
	if (!sum_ok(r))
		return -EINVAL;
	memcpy(to, p->bytes + r->off, r->len);
	return 0;
}

/* good: what is left was */
int after_rest(u8 *to __sized_by(512), const struct page *p, const struct range *r)
{
	if (!rest_ok(r))
		return -EINVAL;
	memcpy(to, p->bytes + r->off, r->len);
	return 0;
}

/* good: an error is an answer, too */
int after_error(u8 *to __sized_by(512), const struct page *p, const struct range *r)
{
	int err = wide_check(r);

	if (err)
		return err;
	memcpy(to, p->bytes + r->off, r->len);
	return 0;
}

/* good: numbers instead of a struct */
int after_numbers(u8 *to __sized_by(512), const struct page *p, u32 at, u32 n)
{
	if (!numbers_ok(at, n))
		return -EINVAL;
	memcpy(to, p->bytes + at, n);
	return 0;
}

/* good: the answer is the other way round */
int after_no(u8 *to __sized_by(512), const struct page *p, const struct range *r)
{
	if (too_far(r))
		return -EINVAL;
	memcpy(to, p->bytes + r->off, r->len);
	return 0;
}

/* bad: each fits, both together do not */
int after_single(u8 *to __sized_by(512), const struct page *p, const struct range *r)
{
	if (!singly_ok(r))
		return -EINVAL;
	memcpy(to, p->bytes + r->off, r->len);
	return 0;
}

/* bad: one of its returns says nothing */
int after_empty(u8 *to __sized_by(512), const struct page *p, const struct range *r)
{
	if (!empty_or_ok(r))
		return -EINVAL;
	memcpy(to, p->bytes + r->off, r->len);
	return 0;
}

/* bad: the answer was no */
int after_wrong(u8 *to __sized_by(512), const struct page *p, const struct range *r)
{
	if (!too_far(r))
		return -EINVAL;
	memcpy(to, p->bytes + r->off, r->len);
	return 0;
}

/* bad: it was asked of other numbers */
int after_others(u8 *to __sized_by(512), const struct page *p, const struct range *r, u32 n)
{
	if (!numbers_ok(r->off, n))
		return -EINVAL;
	memcpy(to, p->bytes + r->off, r->len);
	return 0;
}

/* bad: they changed since */
int after_change(u8 *to __sized_by(512), const struct page *p, struct range *r)
{
	if (!sum_ok(r))
		return -EINVAL;
	r->off++;
	memcpy(to, p->bytes + r->off, r->len);
	return 0;
}

/*
 * check:
 *	105: CL602: memcpy uses 'r->len' bytes of 'p->bytes + r->off', which has 512 - r->off
 *	114: CL601: 'r->off' indexes 'p->bytes', which has 512 elements, and is not proven to be below that
 *	114: CL602: memcpy uses 'r->len' bytes of 'p->bytes + r->off', which has 512 - r->off
 *	123: CL602: memcpy uses 'r->len' bytes of 'to', which has 512
 *	123: CL601: 'r->off' indexes 'p->bytes', which has 512 elements, and is not proven to be below that
 *	123: CL602: memcpy uses 'r->len' bytes of 'p->bytes + r->off', which has 512 - r->off
 *	132: CL602: memcpy uses 'r->len' bytes of 'to', which has 512
 *	132: CL602: memcpy uses 'r->len' bytes of 'p->bytes + r->off', which has 512 - r->off
 *	142: CL602: memcpy uses 'r->len' bytes of 'p->bytes + r->off', which has 511 - r->off
 */
