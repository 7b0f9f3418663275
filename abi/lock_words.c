/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/lock_reader.h"

#include "base/diag.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

bool lock_fail(struct reader *r, const char *what)
{
	if (!r->failed)
		diag_error("take the file from version control, or freeze again", "%s:%u: %s",
			   r->name, r->line, what);
	r->failed = true;
	return false;
}

/* The next word of the line, cut out; NULL at its end. */
char *lock_word(char **at)
{
	char *s = *at, *from;

	while (*s == ' ')
		s++;
	if (!*s)
		return NULL;
	from = s;
	while (*s && *s != ' ')
		s++;
	if (*s)
		*s++ = '\0';
	*at = s;
	return from;
}

char *lock_quoted(struct reader *r, char **at)
{
	char *s = *at, *out, *from;

	while (*s == ' ')
		s++;
	if (*s != '"') {
		lock_fail(r, "a quoted text is wanted here");
		return NULL;
	}
	from = out = ++s;
	while (*s && *s != '"') {
		if (*s == '\\' && s[1] == 'x' && isxdigit((unsigned char)s[2]) &&
		    isxdigit((unsigned char)s[3])) {
			char hex[3] = {s[2], s[3], '\0'};

			*out++ = (char)strtol(hex, NULL, 16);
			s += 4;
			continue;
		}
		s += *s == '\\' && s[1];
		*out++ = *s++;
	}
	if (*s != '"') {
		lock_fail(r, "the quoted text has no end");
		return NULL;
	}
	*at = s + 1;
	*out = '\0';
	return from;
}

/* A tree has hundreds of thousands of numbers: strtoull() was a tenth of the time of a diff. */
static bool read_decimal(const char *s, uint64_t *ret)
{
	uint64_t v = 0;
	const char *from = s;

	for (; *s >= '0' && *s <= '9'; s++)
		if (__builtin_mul_overflow(v, (uint64_t)10, &v) ||
		    __builtin_add_overflow(v, (uint64_t)(*s - '0'), &v))
			return false;
	*ret = v;
	return s > from && !*s;
}

static bool read_hex(const char *s, uint64_t *ret)
{
	uint64_t v = 0;
	const char *from = s;

	for (; isxdigit((unsigned char)*s); s++) {
		if (v >> 60)
			return false;
		v = v << 4 | (uint64_t)(*s <= '9' ? *s - '0' : (*s | 0x20) - 'a' + 10);
	}
	*ret = v;
	return s > from && !*s;
}

bool lock_number(struct reader *r, const char *s, uint64_t *ret, bool *ret_unsigned)
{
	bool negative = s && *s == '-';
	const char *digits = s ? s + negative : "";

	if (!(digits[0] == '0' && digits[1] == 'x' ? read_hex(digits + 2, ret)
						   : read_decimal(digits, ret)))
		return lock_fail(r, "a number is wanted here");
	if (ret_unsigned)
		*ret_unsigned = !negative && *ret > INT64_MAX;
	if (negative)
		*ret = 0 - *ret;
	return true;
}

bool lock_small(struct reader *r, const char *s, uint64_t max, uint64_t *ret)
{
	return lock_number(r, s, ret, NULL) &&
	       (*ret <= max || lock_fail(r, "this number is too large"));
}

bool lock_profile_list(struct reader *r, char *list, uint32_t *ret)
{
	char *save = NULL;

	*ret = 0;
	for (char *p = strtok_r(list, ",", &save); p; p = strtok_r(NULL, ",", &save)) {
		int i = abi_model_profile(r->m, p);

		if (i < 0)
			return lock_fail(r, "this profile is not one of the file's");
		*ret |= 1u << i;
	}
	return *ret != 0 || lock_fail(r, "a profile is wanted here");
}
