/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Memory that is passed on to be read, as bytes or as elements: was it written? */
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

/*
 * check:
 *	27: CL501: 'v' is passed on to be read, but nothing of it was written
 *	43: CL501: 'b' is passed on to be read, but nothing of it was written
 *	52: CL501: 'b' is passed on to be read, but not all of that was written
 *	92: CL501: 'b' is passed on to be read, but not all of that was written
 *	102: CL501: 'b' is passed on to be read, but not all of that was written
 *	112: CL501: 'v' is passed on to be read, but not all of that was written
 *	128: CL501: 'p' is passed on to be read, but nothing of it was written
 *	146: CL501: 'p' is passed on to be read, but nothing of it was written
 *	154: CL602: sum_pair uses '8' bytes of 'v', which has 4
 *	163: CL501: 'k.bytes' is passed on to be read, but nothing of it was written
 *	180: CL501: 'b' is passed on to be read, but nothing of it was written
 *	210: CL501: 'b' is passed on to be read, but nothing of it was written
 *	211: CL502: field 'a.a' is read, but may not have been written
 *	219: CL501: 'b' is passed on to be read, but nothing of it was written
 *	229: CL501: 'b' is passed on to be read, but nothing of it was written
 *	250: CL602: get_unaligned_be32 uses '4' bytes of 'packet + 1', which has n + -1
 *	268: CL501: 'at' is passed on to be read, but nothing of it was written
 *	274: CL602: put_unaligned_be64 uses '8' bytes of 'to + 1', which has 7
 */
