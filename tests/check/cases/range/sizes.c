/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Sizes that wrap, change sign or are cut before they are used; and flexible arrays. */
#include "../../corpus/corpus.h"

struct slot { u64 a, b; };
struct tab { u32 n; u32 cap; struct slot s[] __counted_by(n); };
struct pkt { u16 len; u8 data[] __counted_by(len); };
struct img { u16 w, h; u8 *__own __opt px; };
struct fix { u8 b[64]; u16 fill; s16 pos; };

/* bad: 32-bit product */
int alloc32(u32 n)
{
	struct slot *s = kmalloc(n * (u32)sizeof(*s), GFP_KERNEL);

	kfree(s);
	return 0;
}

/* bad: the sum wraps */
int alloc_hdr(u32 n)
{
	u8 *p = kmalloc(n + 16u, GFP_KERNEL);

	kfree(p);
	return 0;
}

/* good: tested before */
int alloc_hdr_well(u32 n)
{
	u8 *p;

	if (n > 4096)
		return -EINVAL;
	p = kmalloc(n + 16u, GFP_KERNEL);
	kfree(p);
	return 0;
}

/* good: widened first */
int alloc_wide(u32 n)
{
	u8 *p = kmalloc((size_t)n + 16, GFP_KERNEL);

	kfree(p);
	return 0;
}

/* bad: widened too late */
int alloc_late(u32 a, u32 b)
{
	u8 *p = kmalloc((size_t)(a * b), GFP_KERNEL);

	kfree(p);
	return 0;
}

/* good: the product of two u16 is widened, and saturates */
int alloc_image(struct img *i)
{
	u8 *px = kmalloc(size_mul(i->w, i->h), GFP_KERNEL);

	if (!px)
		return -ENOMEM;
	kfree(i->px);
	i->px = px;
	return 0;
}

/* bad: a subtraction below zero */
int alloc_less(u32 n)
{
	u8 *p = kmalloc(n - 8, GFP_KERNEL);

	kfree(p);
	return 0;
}

/* good */
int alloc_less_well(u32 n)
{
	u8 *p;

	if (n < 8)
		return -EINVAL;
	p = kmalloc(n - 8, GFP_KERNEL);
	kfree(p);
	return 0;
}

/* bad: a shift loses bits */
int alloc_shift(u32 order)
{
	u8 *p;

	if (order > 31)
		return -EINVAL;
	p = kmalloc(4096u << order, GFP_KERNEL);
	kfree(p);
	return 0;
}

/* good */
int alloc_shift_well(u32 order)
{
	u8 *p;

	if (order > 10)
		return -EINVAL;
	p = kmalloc(4096u << order, GFP_KERNEL);
	kfree(p);
	return 0;
}

/* bad: a signed length that is tested only from above */
int signed_len(struct fix *f, const u8 *p __sized_by(64), int len)
{
	if (len > 64)
		return -EINVAL;
	memcpy(f->b, p, len);
	return 0;
}

/* good: from both sides */
int signed_len_well(struct fix *f, const u8 *p __sized_by(64), int len)
{
	if (len < 0 || len > 64)
		return -EINVAL;
	memcpy(f->b, p, len);
	return 0;
}

/* good: as unsigned */
int as_unsigned(struct fix *f, const u8 *p __sized_by(64), int len)
{
	if ((unsigned int)len > 64)
		return -EINVAL;
	memcpy(f->b, p, len);
	return 0;
}

/* bad: a short index that may be negative */
u8 signed_index(struct fix *f)
{
	if (f->pos >= 64)
		return 0;
	return f->b[f->pos];
}

/* good */
u8 signed_index_well(struct fix *f)
{
	s16 pos = f->pos;

	if (pos < 0 || pos >= 64)
		return 0;
	return f->b[pos];
}

/* bad: cut to 16 bits before the test */
int cut(struct fix *f, size_t len)
{
	u16 n = len;

	if (n > sizeof(f->b))
		return -EINVAL;
	memset(f->b, 0, len);
	return 0;
}

/* good: cut after the test */
int cut_well(struct fix *f, size_t len)
{
	if (len > sizeof(f->b))
		return -EINVAL;
	f->fill = len;
	memset(f->b, 0, len);
	return 0;
}

/* bad: a 64-bit length in an int */
int narrow(struct fix *f, u64 len)
{
	int n = len;

	if (n > 64)
		return -EINVAL;
	memset(f->b, 0, n);
	return 0;
}

/* bad: off + len wraps */
int range32(struct fix *f, u32 off, u32 len)
{
	if (off + len > sizeof(f->b))
		return -EINVAL;
	memset(f->b + off, 0, len);
	return 0;
}

/* good: each for itself */
int range_well(struct fix *f, u32 off, u32 len)
{
	if (off > sizeof(f->b) || len > sizeof(f->b) - off)
		return -EINVAL;
	memset(f->b + off, 0, len);
	return 0;
}

/* good: with a checked sum */
int range_checked(struct fix *f, u32 off, u32 len)
{
	u32 end;

	if (check_add_overflow(off, len, &end) || end > sizeof(f->b))
		return -EINVAL;
	memset(f->b + off, 0, len);
	return 0;
}

/* good: in 64 bits nothing wraps */
int range_wide(struct fix *f, u32 off, u32 len)
{
	if ((u64)off + len > sizeof(f->b))
		return -EINVAL;
	memset(f->b + off, 0, len);
	return 0;
}

/* bad: the overflow check's answer is turned round */
int range_turned(struct fix *f, u32 off, u32 len)
{
	u32 end;

	if (!check_add_overflow(off, len, &end) && end > sizeof(f->b))
		return -EINVAL;
	memset(f->b + off, 0, len);
	return 0;
}

/* bad: allocated for n, counted n + 1 */
struct tab *__own __opt tab_new(u32 n)
{
	struct tab *t = kzalloc_flex(*t, s, n);

	if (!t)
		return NULL;
	t->n = n + 1;
	return t;
}

/* good */
struct tab *__own __opt tab_new_well(u32 n)
{
	struct tab *t = kzalloc_flex(*t, s, n);

	if (!t)
		return NULL;
	t->n = n;
	return t;
}

/* bad: the flexible array is indexed up to and with its count */
u64 tab_sum(const struct tab *t)
{
	u64 sum = 0;

	for (u32 i = 0; i <= t->n; i++)
		sum += t->s[i].a;
	return sum;
}

/* good */
u64 tab_sum_well(const struct tab *t)
{
	u64 sum = 0;

	for (u32 i = 0; i < t->n; i++)
		sum += t->s[i].a;
	return sum;
}

/* bad: the last one of an empty table */
u64 tab_last(const struct tab *t)
{
	return t->s[t->n - 1].a;
}

/* good */
u64 tab_last_well(const struct tab *t)
{
	return t->n ? t->s[t->n - 1].a : 0;
}

/* bad: bounded by the capacity, which is another number */
u64 tab_cap(const struct tab *t, u32 i)
{
	return i < t->cap ? t->s[i].a : 0;
}

/* bad: a packet's copy is longer than the packet */
void pkt_copy(const struct pkt *p, u8 *out __sized_by(256))
{
	memcpy(out, p->data, 256);
}

/* good */
int pkt_copy_well(const struct pkt *p, u8 *out __sized_by(256))
{
	if (p->len > 256)
		return -EINVAL;
	memcpy(out, p->data, p->len);
	return p->len;
}

/* bad: sizeof of the pointer */
void clear(u8 *p __sized_by(n), size_t n)
{
	u8 small[4];

	memset(small, 0, sizeof(p));
}

/* bad: the array is too small for the object */
void copy_object(struct slot *s)
{
	u8 raw[12];

	memcpy(raw, s, sizeof(*s));
}

/* bad: elements counted as bytes */
void fill(struct fix *f)
{
	for (size_t i = 0; i < sizeof(*f); i++)
		f->b[i] = 0;
}

/* good */
void fill_well(struct fix *f)
{
	for (size_t i = 0; i < ARRAY_SIZE(f->b); i++)
		f->b[i] = 0;
}

/* bad: counts down past zero */
u32 down(struct fix *f)
{
	u32 sum = 0;

	for (u32 i = 63; i >= 0; i--)
		sum += f->b[i];
	return sum;
}

/* good */
u32 down_well(struct fix *f)
{
	u32 sum = 0;

	for (u32 i = 64; i-- > 0;)
		sum += f->b[i];
	return sum;
}

/* bad: the average of none */
u32 average(const u32 *v __elements(n), u32 n)
{
	u32 sum = 0;

	for (u32 i = 0; i < n; i++)
		sum += v[i];
	return sum / n;
}

/* good */
u32 average_well(const u32 *v __elements(n), u32 n)
{
	u64 sum = 0;

	for (u32 i = 0; i < n; i++)
		sum += v[i];
	return n ? sum / n : 0;
}

/* bad: the modulus may be 0 */
u32 bucket(u32 hash, struct tab *t)
{
	return hash % t->cap;
}

/* bad: shifted by the user's number */
u32 bit(u32 n)
{
	return 1u << n;
}

/* good */
u32 bit_well(u32 n)
{
	return 1u << (n & 31);
}

/* bad: 32 is one too many */
u32 mask(u32 n)
{
	if (n > 32)
		return 0;
	return (1u << n) - 1;
}

/* bad: BIT() of a 64-bit number of bits */
u64 bit64(u32 n)
{
	return n > 64 ? 0 : BIT_ULL(n);
}

/*
 * check:
 *	14: CL603: 'n * 16' may have wrapped around, and is the size that 'kmalloc' is given
 *	23: CL603: 'n + 16' may have wrapped around, and is the size that 'kmalloc' is given
 *	53: CL603: 'a * b' may have wrapped around, and is the size that 'kmalloc' is given
 *	74: CL603: 'n - 8' may have wrapped around, and is the size that 'kmalloc' is given
 *	99: CL603: '4096 << order' may have wrapped around, and is the size that 'kmalloc' is given
 *	121: CL602: memcpy uses 'len' bytes of 'f->b', which has 64 (the number may have been cut or changed sign)
 *	121: CL602: memcpy uses 'len' bytes of 'p', which has 64 (the number may have been cut or changed sign)
 *	121: CL604: 'len' may be negative or too large for its type, and is the size that 'memcpy' is given
 *	148: CL601: 'f->pos' indexes 'f->b', which has 64 elements, and is not proven to be below that
 *	168: CL602: memset uses 'len' bytes of 'f->b', which has 64
 *	189: CL602: memset uses 'len' bytes of 'f->b', which has 64 (the number may have been cut or changed sign)
 *	189: CL604: 'n' may be negative or too large for its type, and is the size that 'memset' is given
 *	198: CL601: 'off' indexes 'f->b', which has 64 elements, and is not proven to be below that
 *	198: CL602: memset uses 'len' bytes of 'f->b + off', which has 64 - off
 *	238: CL601: 'off' indexes 'f->b', which has 64 elements, and is not proven to be below that
 *	238: CL602: memset uses 'len' bytes of 'f->b + off', which has 64 - off
 *	249: CL606: 't->n' counts 's', which may have fewer elements
 *	270: CL601: element 0 of 't->s' is used, which has t->n elements
 *	287: CL601: 't->n - 1' indexes 't->s', which has t->n elements, and is not proven to be below that
 *	299: CL601: 'i' indexes 't->s', which has t->n elements, and is not proven to be below that
 *	305: CL602: memcpy uses '256' bytes of 'p->data', which has p->len
 *	322: CL602: memset uses '8' bytes of 'small', which has 4
 *	330: CL602: memcpy uses '16' bytes of 'raw', which has 12
 *	337: CL601: 'i' indexes 'f->b', which has 64 elements, and is not proven to be below that
 *	352: CL006: result of comparison of unsigned expression >= 0 is always true
 *	353: CL601: 'i' indexes 'f->b', which has 64 elements, and is not proven to be below that
 *	374: CL607: 'n' may be 0, and is divided by
 *	390: CL607: 't->cap' may be 0, and is divided by
 *	396: CL608: the shift count 'n' may be negative or wider than the type
 *	410: CL608: the shift count 'n' may be negative or wider than the type
 *	416: CL608: the shift count 'n' may be negative or wider than the type
 */
