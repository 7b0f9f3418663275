/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/byteorder.h>
#include <cleat/kunit.h>
#include <cleat/random.h>
#include <cleat/unaligned.h>

#include "numbers.h"

static void numbers_test_bounds(struct kunit *test)
{
	u8 small = 200;

	KUNIT_EXPECT_EQ(test, min3(3, 1, 2), 1);
	KUNIT_EXPECT_EQ(test, max3(3, 1, 2), 3);
	KUNIT_EXPECT_EQ(test, clamp(7, 0, 5), 5);
	KUNIT_EXPECT_EQ(test, clamp_t(int, -7, 0, 5), 0);
	KUNIT_EXPECT_EQ(test, clamp_t(u32, 3, 0, 5), 3);
	KUNIT_EXPECT_EQ(test, clamp_val(small, 10, 100), 100);
}

static void numbers_test_rounding(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, roundup(13u, 6u), 18);
	KUNIT_EXPECT_EQ(test, roundup(12u, 6u), 12);
	KUNIT_EXPECT_EQ(test, rounddown(13u, 6u), 12);
	KUNIT_EXPECT_EQ(test, round_up(13u, 8), 16);
	KUNIT_EXPECT_EQ(test, round_down(13u, 8), 8);
	KUNIT_EXPECT_EQ(test, ALIGN(13u, 8), 16);
	KUNIT_EXPECT_EQ(test, ALIGN_DOWN(13u, 8), 8);
	KUNIT_EXPECT_TRUE(test, IS_ALIGNED(16u, 8));
	KUNIT_EXPECT_FALSE(test, IS_ALIGNED(12u, 8));
	KUNIT_EXPECT_EQ(test, DIV_ROUND_UP(13, 6), 3);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(13u, 6u), 2);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(15u, 6u), 3);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(-15, 6), -3);
	KUNIT_EXPECT_EQ(test, DIV_ROUND_CLOSEST(-13, 6), -2);
	KUNIT_EXPECT_TRUE(test, is_power_of_2(64));
	KUNIT_EXPECT_FALSE(test, is_power_of_2(0) || is_power_of_2(65));
	KUNIT_EXPECT_EQ(test, upper_32_bits(0x123456789abcdef0ull), 0x12345678u);
	KUNIT_EXPECT_EQ(test, lower_32_bits(0x123456789abcdef0ull), 0x9abcdef0u);
}

/* How they lie in memory, byte by byte. */
static void numbers_test_byteorder(struct kunit *test)
{
	union {
		__le16 le16;
		__le32 le32;
		__le64 le64;
		__be16 be16;
		__be32 be32;
		__be64 be64;
		u8 bytes[8];
	} at;

	at.le16 = cpu_to_le16(0x1234);
	KUNIT_EXPECT_EQ(test, at.bytes[0], 0x34);
	KUNIT_EXPECT_EQ(test, le16_to_cpu(at.le16), 0x1234);
	at.be16 = cpu_to_be16(0x1234);
	KUNIT_EXPECT_EQ(test, at.bytes[0], 0x12);
	KUNIT_EXPECT_EQ(test, be16_to_cpu(at.be16), 0x1234);
	at.le32 = cpu_to_le32(0x12345678);
	KUNIT_EXPECT_EQ(test, at.bytes[0], 0x78);
	KUNIT_EXPECT_EQ(test, le32_to_cpu(at.le32), 0x12345678);
	at.be32 = cpu_to_be32(0x12345678);
	KUNIT_EXPECT_EQ(test, at.bytes[0], 0x12);
	KUNIT_EXPECT_EQ(test, be32_to_cpu(at.be32), 0x12345678);
	at.le64 = cpu_to_le64(0x123456789abcdef0ull);
	KUNIT_EXPECT_EQ(test, at.bytes[0], 0xf0);
	KUNIT_EXPECT_EQ(test, le64_to_cpu(at.le64), 0x123456789abcdef0ull);
	at.be64 = cpu_to_be64(0x123456789abcdef0ull);
	KUNIT_EXPECT_EQ(test, at.bytes[0], 0x12);
	KUNIT_EXPECT_EQ(test, be64_to_cpu(at.be64), 0x123456789abcdef0ull);
	KUNIT_EXPECT_EQ(test, swab16(0x1234), 0x3412);
	KUNIT_EXPECT_EQ(test, swab32(0x12345678), 0x78563412u);
	KUNIT_EXPECT_EQ(test, swab64(0x123456789abcdef0ull), 0xf0debc9a78563412ull);
}

/* Written at every address, and read byte by byte; what lies beside it stays. */
static void numbers_test_unaligned(struct kunit *test)
{
	for (u32 at = 0; at < 8; at++) {
		u8 bytes[18] = {};

		put_unaligned_le16(0x1234, bytes + at);
		KUNIT_EXPECT_EQ(test, bytes[at], 0x34);
		KUNIT_EXPECT_EQ(test, get_unaligned_le16(bytes + at), 0x1234);
		KUNIT_EXPECT_EQ(test, get_unaligned_be16(bytes + at), 0x3412);
		put_unaligned_be32(0x12345678, bytes + at);
		KUNIT_EXPECT_EQ(test, bytes[at], 0x12);
		KUNIT_EXPECT_EQ(test, get_unaligned_be32(bytes + at), 0x12345678u);
		KUNIT_EXPECT_EQ(test, get_unaligned_le32(bytes + at), 0x78563412u);
		put_unaligned_le64(0x123456789abcdef0ull, bytes + at);
		KUNIT_EXPECT_EQ(test, bytes[at], 0xf0);
		KUNIT_EXPECT_EQ(test, get_unaligned_le64(bytes + at), 0x123456789abcdef0ull);
		KUNIT_EXPECT_EQ(test, get_unaligned_be64(bytes + at), 0xf0debc9a78563412ull);
		put_unaligned_be16(0x1234, bytes + at);
		put_unaligned_le32(0x12345678, bytes + at + 2);
		put_unaligned_be64(0x123456789abcdef0ull, bytes + at + 2);
		KUNIT_EXPECT_EQ(test, bytes[at + 1], 0x34);
		KUNIT_EXPECT_EQ(test, bytes[at + 9], 0xf0);
		KUNIT_EXPECT_EQ(test, bytes[at + 10], 0);
	}
}

static void numbers_test_random(struct kunit *test)
{
	u8 bytes[301] = {}, zeros = 0;
	u64 bits = 0;

	for (int i = 0; i < 600; i++)
		numbers_throw();
	/* Once in 10^46 runs a side does not come. */
	for (u32 side = 0; side < NUMBERS_SIDES; side++)
		KUNIT_EXPECT_GT(test, numbers_thrown(side), 0);
	KUNIT_EXPECT_EQ(test, get_random_u32_below(1), 0);
	get_random_bytes(bytes, 300);
	KUNIT_EXPECT_EQ(test, bytes[300], 0);
	for (int i = 0; i < 300; i++)
		zeros += bytes[i] == 0;
	KUNIT_EXPECT_LT(test, zeros, 30);
	for (int i = 0; i < 200; i++)
		bits |= get_random_u64();
	KUNIT_EXPECT_EQ(test, bits, ~0ull);
	for (int i = 0; i < 200; i++)
		bits &= ~((u64)get_random_u32() << 32 | (u64)get_random_u16() << 16 | get_random_u8());
	KUNIT_EXPECT_EQ(test, bits, 0xff00);
}

static struct kunit_case numbers_cases[] = {
	KUNIT_CASE(numbers_test_bounds),
	KUNIT_CASE(numbers_test_rounding),
	KUNIT_CASE(numbers_test_byteorder),
	KUNIT_CASE(numbers_test_unaligned),
	KUNIT_CASE(numbers_test_random),
	{},
};

static struct kunit_suite numbers_suite = {.name = "numbers", .test_cases = numbers_cases};

kunit_test_suite(numbers_suite);
