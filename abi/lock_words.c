/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/lock_reader.h"

#include "base/diag.h"

#include <ctype.h>
#include <errno.h>
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

bool lock_number(struct reader *r, const char *s, uint64_t *ret, bool *ret_unsigned)
{
	bool negative = s && *s == '-';
	const char *digits = s ? s + negative : "";
	char *end;

	errno = 0;
	if (!isdigit((unsigned char)*digits))
		return lock_fail(r, "a number is wanted here");
	*ret = strtoull(digits, &end, digits[0] == '0' && digits[1] == 'x' ? 16 : 10);
	if (*end || errno)
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
