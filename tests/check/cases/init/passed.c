/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Memory that is passed on to be read, as bytes or as elements: was it written? */
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>
#include <cleat/unaligned.h>

struct key { u8 bytes[16]; u32 n; };
struct pair { u32 a, b; };

u32 sum(const void *p __sized_by(n), size_t n __length);
u32 sum_words(const u32 *v __elements(n), u32 n);
u32 sum_pair(const void *p __sized_by(sizeof(struct pair)));

static void key_fill(struct key *k, u8 with)
{
	for (u32 i = 0; i < 16; i++)
		k->bytes[i] = with;
	k->n = 16;
}

/* bad: a number that nobody wrote */
u32 number(void)
{
	u32 v;

	return sum(&v, sizeof(v));
}

/* good: */
u32 number_written(u32 by)
{
	u32 v = by;

	return sum(&v, sizeof(v));
}

/* bad: bytes that nobody wrote */
u32 bytes(void)
{
	u8 b[8];

	return sum(b, sizeof(b));
}

/* bad: the first is not all of them */
u32 bytes_one(void)
{
	u8 b[8];

	b[0] = 1;
	return sum(b, sizeof(b));
}

/* good: the first is asked for */
u32 bytes_first(void)
{
	u8 b[8];

	b[0] = 1;
	return sum(b, 1);
}

/* good: written one by one */
u32 bytes_loop(void)
{
	u8 b[8];

	for (u32 i = 0; i < sizeof(b); i++)
		b[i] = (u8)i;
	return sum(b, sizeof(b));
}

/* good: as many as were written */
u32 bytes_some(u32 n)
{
	u8 b[8];
	u32 i;

	for (i = 0; i < n && i < sizeof(b); i++)
		b[i] = (u8)i;
	return sum(b, i);
}

/* bad: a second half that nobody wrote */
u32 bytes_half(void)
{
	u8 b[4];

	b[0] = 1;
	b[1] = 2;
	return sum(b, sizeof(b));
}

/* bad: behind what was written */
u32 bytes_behind(void)
{
	u8 b[4];

	b[0] = 1;
	b[1] = 2;
	return sum(b + 2, 2);
}

/* bad: elements */
u32 words(void)
{
	u32 v[4];

	v[0] = 3;
	v[1] = 3;
	return sum_words(v, ARRAY_SIZE(v));
}

/* good: */
u32 words_cleared(void)
{
	u32 v[4] = {};

	return sum_words(v, ARRAY_SIZE(v));
}

/* bad: a struct as bytes */
u32 record(void)
{
	struct pair p;

	return sum(&p, sizeof(p));
}

/* good: written by fields */
u32 record_fields(void)
{
	struct pair p;

	p.a = 1;
	p.b = 2;
	return sum_pair(&p);
}

/* bad: a struct whose size the contract says */
u32 record_sized(void)
{
	struct pair p;

	return sum_pair(&p);
}

/* bad: too little for the size that the contract says */
u32 record_small(void)
{
	u32 v[1] = {};

	return sum_pair(v);
}

/* bad: an array in a struct */
u32 member(void)
{
	struct key k;

	k.n = 4;
	return sum(k.bytes, sizeof(k.bytes));
}

/* good: a helper fills it */
u32 member_filled(u8 with)
{
	struct key k;

	key_fill(&k, with);
	return sum(k.bytes, sizeof(k.bytes));
}

/* bad: new memory */
u32 heap(void)
{
	u8 *b __free(kfree) = kmalloc(8, GFP_KERNEL);

	return b ? sum(b, 8) : 0;
}

/* good: zeros */
u32 heap_zeroed(void)
{
	u8 *b __free(kfree) = kzalloc(8, GFP_KERNEL);

	return b ? sum(b, 8) : 0;
}

/* good: the caller's */
long heap_user(const void __user *from, size_t n)
{
	u8 *b __free(kfree) = kmalloc(8, GFP_KERNEL);

	if (!b)
		return -ENOMEM;
	if (n > 8)
		return -EINVAL;
	if (copy_from_user(b, from, n))
		return -EFAULT;
	return sum(b, n);
}

/* bad: copied before it has a value */
u32 copied(void)
{
	struct pair a, b;

	memcpy(&a, &b, sizeof(a));
	return a.a;
}

/* bad: compared before it has a value */
bool compared(const u8 *with __elements(8))
{
	u8 b[8];

	return memcmp(b, with, sizeof(b)) == 0;
}

/* bad: on one path */
u32 one_path(bool fill)
{
	u8 b[8];

	if (fill)
		memset(b, 1, sizeof(b));
	return sum(b, sizeof(b));
}

/* good: on both */
u32 both_paths(bool ones)
{
	u8 b[8];

	memset(b, ones ? 1 : 0, sizeof(b));
	return sum(b, sizeof(b));
}

/* good: what lies at an odd address */
u32 odd(const u8 *packet __elements(n), size_t n)
{
	return n >= 5 ? get_unaligned_be32(packet + 1) : 0;
}

/* bad: past the end */
u32 odd_past(const u8 *packet __elements(n), size_t n)
{
	return n >= 4 ? get_unaligned_be32(packet + 1) : 0;
}

/* good: written, then read */
u64 odd_written(u32 a, u32 b)
{
	u8 at[8];

	put_unaligned_le32(a, at);
	put_unaligned_le32(b, at + 4);
	return get_unaligned_le64(at);
}

/* bad: nobody wrote it */
u64 odd_unwritten(void)
{
	u8 at[8];

	return get_unaligned_le64(at);
}

/* bad: it does not fit */
void odd_written_past(u8 *to __elements(8))
{
	put_unaligned_be64(1, to + 1);
}

struct shared {
	struct mutex lock;
	struct pair now __guarded_by(&lock);
};

/* bad: others will read what nobody wrote */
void shared_part(struct shared *s, u32 a)
{
	struct pair p;

	p.a = a;
	guard(mutex)(&s->lock);
	s->now = p;
}

/* bad: nor by memcpy */
void shared_part_copied(struct shared *s, u32 a)
{
	struct pair p;

	p.a = a;
	guard(mutex)(&s->lock);
	memcpy(&s->now, &p, sizeof(p));
}

/* good: all of it */
void shared_whole(struct shared *s, u32 a)
{
	struct pair p = {.a = a};

	guard(mutex)(&s->lock);
	s->now = p;
}

/* good: nobody else sees it yet */
u32 own_part(u32 a)
{
	struct pair p, q;

	p.a = a;
	q = p;
	q.b = 1;
	return sum_pair(&q);
}

/* bad: the caller reads it */
void out_part(struct pair *to __writes, u32 a)
{
	struct pair p;

	p.b = a;
	*to = p;
}

/*
 * check:
 *	28: CL501: 'v' is passed on to be read, but nothing of it was written
 *	44: CL501: 'b' is passed on to be read, but nothing of it was written
 *	53: CL501: 'b' is passed on to be read, but not all of that was written
 *	93: CL501: 'b' is passed on to be read, but not all of that was written
 *	103: CL501: 'b' is passed on to be read, but not all of that was written
 *	113: CL501: 'v' is passed on to be read, but not all of that was written
 *	129: CL501: 'p' is passed on to be read, but nothing of it was written
 *	147: CL501: 'p' is passed on to be read, but nothing of it was written
 *	155: CL602: sum_pair uses '8' bytes of 'v', which has 4
 *	164: CL501: 'k.bytes' is passed on to be read, but nothing of it was written
 *	181: CL501: 'b' is passed on to be read, but nothing of it was written
 *	211: CL501: 'b' is passed on to be read, but nothing of it was written
 *	212: CL502: field 'a.a' is read, but may not have been written
 *	220: CL501: 'b' is passed on to be read, but nothing of it was written
 *	230: CL501: 'b' is passed on to be read, but nothing of it was written
 *	251: CL602: get_unaligned_be32 uses '4' bytes of 'packet + 1', which has n - 1
 *	269: CL501: 'at' is passed on to be read, but nothing of it was written
 *	275: CL602: put_unaligned_be64 uses '8' bytes of 'to + 1', which has 7
 *	290: CL502: field 'p.b' is read, but may not have been written
 *	300: CL502: field 'p.b' is read, but may not have been written
 *	330: CL505: '*to' is __writes, and 'to->a' is not written on this path, which returns success
 */
