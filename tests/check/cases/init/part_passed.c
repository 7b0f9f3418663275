/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A part of an array was written, from its first element on: no more of it is passed on to be read. */
#include <cleat/cleanup.h>
#include <cleat/printk.h>
#include <cleat/random.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>
#include <cleat/unaligned.h>

u32 run(const u8 *p __sized_by(len), size_t len __length);
u32 text(const char *p __sized_by(len), size_t len __length);
int fill(u8 *__writes p __sized_by(len), size_t len __length);
ssize_t some(u8 *__writes p __sized_by(len), size_t len __length) __at_most(len);

/* bad: half */
int half(const void __user *u, u32 len)
{
	u8 *b __free(kfree) = kmalloc_objs(u8, len);

	if (!b)
		return -ENOMEM;
	if (copy_from_user(b, u, len / 2))
		return -EFAULT;
	return run(b, len);
}

/* bad: another length */
int another(const void __user *u, u32 len, u32 less)
{
	u8 *b __free(kfree) = kmalloc_objs(u8, len);

	if (!b)
		return -ENOMEM;
	if (less > len)
		return -EINVAL;
	if (copy_from_user(b, u, less))
		return -EFAULT;
	return run(b, len);
}

/* bad: minus one */
int one_less(const void __user *u, u32 len)
{
	u8 *b __free(kfree) = kmalloc_objs(u8, len);

	if (!b)
		return -ENOMEM;
	if (!len)
		return -EINVAL;
	if (copy_from_user(b, u, len - 1))
		return -EFAULT;
	return run(b, len);
}

/* bad: half */
int copied_half(const u8 *u __sized_by(4))
{
	u8 *b __free(kfree) = kmalloc_objs(u8, 8);

	if (!b)
		return -ENOMEM;
	memcpy(b, u, 4);
	return run(b, 8);
}

/* bad: half */
int local_half(const u8 *u __sized_by(4))
{
	u8 b[8];

	memcpy(b, u, 4);
	return run(b, 8);
}

/* bad: half */
int local_half_user(const void __user *u)
{
	u8 b[8];

	if (copy_from_user(b, u, 4))
		return -EFAULT;
	return run(b, 8);
}

/* good: loop */
u32 loop(u32 n)
{
	u8 b[32];

	for (u32 i = 0; i < 32; i++)
		b[i] = i;
	return run(b, sizeof(b));
}

/* good: prefix loop */
u32 prefix(u32 n)
{
	u8 b[32];

	if (n > 32)
		return 0;
	for (u32 i = 0; i < n; i++)
		b[i] = i;
	return run(b, n);
}

/* good: text */
u32 printed(u32 n)
{
	char b[32];
	int len = scnprintf(b, sizeof(b), "%u", n);

	return text(b, len);
}

/* good: text with NUL */
u32 string(const char *s)
{
	char b[32];
	ssize_t len = strscpy(b, s, sizeof(b));

	if (len < 0)
		return 0;
	return text(b, len + 1);
}

/* good: header and payload */
u32 header(const u8 *s __sized_by(n), u32 n)
{
	u8 b[32];

	if (n > 28)
		return 0;
	put_unaligned_le32(n, b);
	memcpy(b + 4, s, n);
	return run(b, 4 + n);
}

/* good: one of two */
u32 one_of_two(const u8 *s __sized_by(8), bool wide)
{
	u8 b[8];
	u32 n = wide ? 8 : 4;

	memcpy(b, s, n);
	return run(b, n);
}

/* good: by branches */
u32 branches(const u8 *s __sized_by(8), bool zero)
{
	u8 b[8];

	if (zero)
		memset(b, 0, sizeof(b));
	else
		memcpy(b, s, sizeof(b));
	return run(b, sizeof(b));
}

/* good: random */
u32 random(void)
{
	u8 b[16];

	get_random_bytes(b, sizeof(b));
	return run(b, sizeof(b));
}

/* good: helper */
u32 helper(void)
{
	u8 b[16];

	if (fill(b, sizeof(b)))
		return 0;
	return run(b, sizeof(b));
}

/* good: helper says how many */
u32 helper_says(void)
{
	u8 b[16];
	ssize_t n = some(b, sizeof(b));

	if (n <= 0)
		return 0;
	return run(b, n);
}

/* good: heap, the user's */
u32 users(const void __user *u, u32 n)
{
	u8 *b __free(kfree) = NULL;

	if (!n || n > 4096)
		return 0;
	b = kmalloc_objs(u8, n);
	if (!b || copy_from_user(b, u, n))
		return 0;
	return run(b, n);
}

/* good: byte by byte, until a byte says so */
u32 byte_by_byte(const u8 *s __sized_by(16))
{
	u8 b[16];
	u32 n = 0;

	while (n < 16 && s[n]) {
		b[n] = s[n];
		n++;
	}
	return run(b, n);
}

/* good: fields one by one */
u32 fields(u32 v)
{
	u8 b[4];

	b[0] = v; b[1] = v >> 8; b[2] = v >> 16; b[3] = v >> 24;
	return run(b, 4);
}

/* good: backwards */
u32 backwards(u32 v)
{
	u8 b[4];

	for (int i = 3; i >= 0; i--)
		b[i] = v;
	return run(b, 4);
}

/* good: cleared, then a part */
u32 cleared(const u8 *s __sized_by(4))
{
	u8 b[16] = {};

	memcpy(b, s, 4);
	return run(b, 16);
}

/* good: a constant one first, the rest by a loop */
u32 first_then_rest(u32 v)
{
	u8 b[8];

	b[0] = 1;
	for (u32 i = 1; i < 8; i++)
		b[i] = b[i - 1] * 2;
	return run(b, 8);
}

/*
 * check:
 *	25: CL501: 'b' is passed on to be read, but not all of that was written
 *	39: CL501: 'b' is passed on to be read, but not all of that was written
 *	53: CL501: 'b' is passed on to be read, but not all of that was written
 *	64: CL501: 'b' is passed on to be read, but not all of that was written
 *	73: CL501: 'b' is passed on to be read, but not all of that was written
 *	83: CL501: 'b' is passed on to be read, but not all of that was written
 */
