/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/ctype.h>
#include <cleat/kunit.h>
#include <cleat/string.h>

#include "text.h"

static void text_test_settings(struct kunit *test)
{
	char buf[TEXT_MAX];

	KUNIT_EXPECT_EQ(test, text_set("level=0xff,port=65535,size=010,limit=-3,on=y,abc="), 0);
	text_show(buf, sizeof(buf));
	KUNIT_EXPECT_STREQ(test, buf, "255 65535 8 -3 1 abc");
	KUNIT_EXPECT_EQ(test, text_set("level=1,port=65536"), -ERANGE);
	KUNIT_EXPECT_EQ(test, text_set("level=1,port"), -EINVAL);
	KUNIT_EXPECT_EQ(test, text_set("abcdefgh=1"), -E2BIG);
	KUNIT_EXPECT_EQ(test, text_show(buf, sizeof(buf)), 20);
	KUNIT_EXPECT_STREQ(test, buf, "255 65535 8 -3 1 abc");
	KUNIT_EXPECT_EQ(test, text_show(buf, 5), 4);
	KUNIT_EXPECT_STREQ(test, buf, "255 ");
	KUNIT_EXPECT_EQ(test, text_set(",,level=0,on=0,"), 0);
}

/* What each of them takes: its least and its greatest number, and nothing beyond. */
#define TEXT_NUMBERS(test, fn, T, least, below, greatest, above)                                   \
	do {                                                                                       \
		T v = 0;                                                                           \
		KUNIT_EXPECT_EQ(test, fn(least, 0, &v), 0);                                        \
		KUNIT_EXPECT_EQ(test, fn(below, 0, &v), below[0] == '-' && (T)-1 > 0 ? -EINVAL : -ERANGE); \
		KUNIT_EXPECT_EQ(test, fn(greatest, 0, &v), 0);                                     \
		KUNIT_EXPECT_EQ(test, fn(above, 0, &v), -ERANGE);                                  \
		KUNIT_EXPECT_EQ(test, (u64)v, (u64)(T)((T)-1 > 0 ? ~0ull : ~0ull >> (65 - 8 * sizeof(T)))); \
	} while (0)

static void text_test_numbers(struct kunit *test)
{
	TEXT_NUMBERS(test, kstrtou8, u8, "0", "-1", "255", "256");
	TEXT_NUMBERS(test, kstrtou16, u16, "0", "-1", "65535", "65536");
	TEXT_NUMBERS(test, kstrtou32, u32, "0", "-1", "4294967295", "4294967296");
	TEXT_NUMBERS(test, kstrtouint, unsigned int, "0", "-0", "4294967295", "4294967296");
	TEXT_NUMBERS(test, kstrtou64, u64, "0", "-1", "18446744073709551615", "18446744073709551616");
	TEXT_NUMBERS(test, kstrtoull, unsigned long long, "0", "-1", "0xffffffffffffffff",
		     "0x10000000000000000");
	TEXT_NUMBERS(test, kstrtos8, s8, "-128", "-129", "127", "128");
	TEXT_NUMBERS(test, kstrtos16, s16, "-32768", "-32769", "32767", "32768");
	TEXT_NUMBERS(test, kstrtos32, s32, "-2147483648", "-2147483649", "2147483647", "2147483648");
	TEXT_NUMBERS(test, kstrtoint, int, "-0x80000000", "-0x80000001", "0x7fffffff", "0x80000000");
	TEXT_NUMBERS(test, kstrtos64, s64, "-9223372036854775808", "-9223372036854775809",
		     "9223372036854775807", "9223372036854775808");
	TEXT_NUMBERS(test, kstrtoll, long long, "-01000000000000000000000", "-01000000000000000000001",
		     "0777777777777777777777", "01000000000000000000000");
}

static void text_test_no_numbers(struct kunit *test)
{
	static const char *const none[] = {"",    " 1",   "1 ",   "--1", "+-1", "0x",  "0xg", "1\n\n",
					   "a",	  "08",	  "1,",	  "-",	 "+",	"\n",  "0b1", "1.0"};
	static const struct {
		const char *text;
		unsigned int base;
		int value;
	} some[] = {{"7\n", 0, 7}, {"+7", 0, 7},   {"-7", 0, -7},   {"ff", 16, 255},
		    {"0xFF", 16, 255}, {"17", 8, 15}, {"017", 10, 17}, {"0", 0, 0}};
	int v = 42;

	for (unsigned int i = 0; i < ARRAY_SIZE(none); i++)
		KUNIT_EXPECT_EQ(test, kstrtoint(none[i], 0, &v), -EINVAL);
	KUNIT_EXPECT_EQ(test, v, 42);
	for (unsigned int i = 0; i < ARRAY_SIZE(some); i++) {
		KUNIT_EXPECT_EQ(test, kstrtoint(some[i].text, some[i].base, &v), 0);
		KUNIT_EXPECT_EQ(test, v, some[i].value);
	}
}

static void text_test_bools(struct kunit *test)
{
	static const char *const words[] = {"n", "y", "0", "1", "off", "on", "no", "yes", "false", "true"};
	bool b = false;

	for (unsigned int i = 0; i < ARRAY_SIZE(words); i++) {
		b = !(i & 1);
		KUNIT_EXPECT_EQ(test, kstrtobool(words[i], &b), 0);
		KUNIT_EXPECT_EQ(test, b, i & 1);
	}
	KUNIT_EXPECT_EQ(test, kstrtobool("", &b), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtobool("2", &b), -EINVAL);
	KUNIT_EXPECT_EQ(test, kstrtobool("o", &b), -EINVAL);
}

static void text_test_copies(struct kunit *test)
{
	char buf[4], line[32], word[] = "a,,b";
	char *rest = word;

	KUNIT_EXPECT_EQ(test, strscpy(buf, "abc", sizeof(buf)), 3);
	KUNIT_EXPECT_STREQ(test, buf, "abc");
	KUNIT_EXPECT_EQ(test, strscpy(buf, "abcd", sizeof(buf)), -E2BIG);
	KUNIT_EXPECT_STREQ(test, buf, "abc");
	memset(buf, 'x', sizeof(buf));
	KUNIT_EXPECT_EQ(test, strscpy_pad(buf, "a", sizeof(buf)), 1);
	KUNIT_EXPECT_MEMEQ(test, buf, "a\0\0\0", sizeof(buf));
	KUNIT_EXPECT_EQ(test, strscpy_pad(buf, "abcd", sizeof(buf)), -E2BIG);
	KUNIT_EXPECT_STREQ(test, buf, "abc");
	KUNIT_EXPECT_EQ(test, scnprintf(buf, sizeof(buf), "%d", 12345), 3);
	KUNIT_EXPECT_STREQ(test, buf, "123");
	KUNIT_EXPECT_EQ(test, scnprintf(line, sizeof(line), "%#x %#llX %#05x %#-4lx.%#x", 0, 0ll, 0, 0ul, 16), 23);
	KUNIT_EXPECT_STREQ(test, line, "0x0 0X0 0x000 0x0 .0x10");
	KUNIT_EXPECT_EQ(test, scnprintf(buf, sizeof(buf), "%#x", 0), 3);
	KUNIT_EXPECT_STREQ(test, buf, "0x0");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ","), "a");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ","), "");
	KUNIT_EXPECT_STREQ(test, strsep(&rest, ","), "b");
	KUNIT_EXPECT_TRUE(test, strsep(&rest, ",") == NULL);
	KUNIT_EXPECT_TRUE(test, sysfs_streq("on\n", "on") && sysfs_streq("on", "on\n"));
	KUNIT_EXPECT_FALSE(test, sysfs_streq("on", "o") || sysfs_streq("on\n\n", "on"));
	KUNIT_EXPECT_EQ(test, strnlen("abc", 2), 2);
	KUNIT_EXPECT_EQ(test, strnlen(buf, sizeof(buf)), 3);
	KUNIT_EXPECT_TRUE(test, strchr("abc", 'd') == NULL && strstr("abc", "bd") == NULL);
	KUNIT_EXPECT_TRUE(test, memchr("abc", 'c', 2) == NULL && memcmp("abd", "abc", 2) == 0);
}

static void text_test_find(struct kunit *test)
{
	static const char *const words[] = {"red", "green", "blue"};
	char text[] = " \t two words \n", spaces[] = "  ", none[] = "";

	KUNIT_EXPECT_STREQ(test, skip_spaces(text), "two words \n");
	KUNIT_EXPECT_STREQ(test, strim(text), "two words");
	KUNIT_EXPECT_STREQ(test, strim(spaces), "");
	KUNIT_EXPECT_STREQ(test, strim(none), "");
	KUNIT_EXPECT_STREQ(test, strrchr(text, 'w'), "words");
	KUNIT_EXPECT_NULL(test, strrchr(text, 'x'));
	KUNIT_EXPECT_EQ(test, strcasecmp("Abc", "aBC"), 0);
	KUNIT_EXPECT_LT(test, strcasecmp("ab", "ABC"), 0);
	KUNIT_EXPECT_EQ(test, strncasecmp("abX", "ABy", 2), 0);
	KUNIT_EXPECT_NE(test, strncasecmp("abX", "ABy", 3), 0);
	KUNIT_EXPECT_EQ(test, match_string(words, ARRAY_SIZE(words), "blue"), 2);
	KUNIT_EXPECT_EQ(test, match_string(words, 2, "blue"), -EINVAL);
	KUNIT_EXPECT_EQ(test, match_string(words, ARRAY_SIZE(words), "blue\n"), -EINVAL);
	KUNIT_EXPECT_EQ(test, sysfs_match_string(words, "green\n"), 1);
	KUNIT_EXPECT_EQ(test, sysfs_match_string(words, "gree"), -EINVAL);
	KUNIT_EXPECT_NULL(test, memchr_inv("aaaa", 'a', 4));
	KUNIT_EXPECT_STREQ(test, (const char *)memchr_inv("aaba", 'a', 4), "ba");
}

/* Each of the 256 characters: a number over what all of them say, the same in both worlds. */
static void text_test_characters(struct kunit *test)
{
	u32 sum = 0;

	for (int c = 0; c < 256; c++) {
		const bool is[] = {isdigit(c), isxdigit(c), isalpha(c), isalnum(c), isupper(c), islower(c),
				   isspace(c), isprint(c),  isgraph(c), ispunct(c), iscntrl(c), isascii(c)};

		for (unsigned int i = 0; i < ARRAY_SIZE(is); i++)
			sum = sum * 31 + is[i];
		sum = (sum * 31 + (u8)tolower(c)) * 31 + (u8)toupper(c);
	}
	KUNIT_EXPECT_EQ(test, sum, 2842693587u);
	KUNIT_EXPECT_TRUE(test, isdigit('7') && isalpha('x') && isspace('\n') && ispunct('#'));
	KUNIT_EXPECT_FALSE(test, isdigit('x') || isalpha('7') || isspace('x') || isprint('\a'));
	KUNIT_EXPECT_TRUE(test, isalpha((char)0xe4) && isspace((char)0xa0));
	KUNIT_EXPECT_EQ(test, tolower('Q'), 'q');
	KUNIT_EXPECT_EQ(test, toupper('q'), 'Q');
	KUNIT_EXPECT_EQ(test, toupper('7'), '7');
}

static struct kunit_case text_cases[] = {
	KUNIT_CASE(text_test_settings), KUNIT_CASE(text_test_numbers), KUNIT_CASE(text_test_no_numbers),
	KUNIT_CASE(text_test_bools),	KUNIT_CASE(text_test_copies),
	KUNIT_CASE(text_test_find),	KUNIT_CASE(text_test_characters),
	{},
};

static struct kunit_suite text_suite = {.name = "text", .test_cases = text_cases};
kunit_test_suite(text_suite);
