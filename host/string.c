/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The kernel's string functions that libc does not have. */
#include "libc.h"

#include "format.h"

#include <cleat/ctype.h>
#include <cleat/err.h>
#include <cleat/string.h>

void memzero_explicit(void *s, size_t n)
{
	explicit_bzero(s, n);
}

ssize_t strscpy(char *to, const char *from, size_t size)
{
	size_t len = strnlen(from, size);

	if (size == 0)
		return -E2BIG;
	if (len == size) {
		memcpy(to, from, size - 1);
		to[size - 1] = '\0';
		return -E2BIG;
	}
	memcpy(to, from, len + 1);
	return (ssize_t)len;
}

ssize_t strscpy_pad(char *to, const char *from, size_t size)
{
	ssize_t len = strscpy(to, from, size);

	if (len >= 0)
		memset(to + len, 0, size - (size_t)len);
	return len;
}

int scnprintf(char *to, size_t size, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = host_vformat(to, size, fmt, ap);
	va_end(ap);
	if (n < 0 || size == 0)
		return 0;
	return (size_t)n < size ? n : (int)size - 1;
}

bool sysfs_streq(const char *a, const char *b)
{
	size_t la = strlen(a), lb = strlen(b);

	la -= la && a[la - 1] == '\n';
	lb -= lb && b[lb - 1] == '\n';
	return la == lb && memcmp(a, b, la) == 0;
}

char *skip_spaces(const char *s)
{
	while (isspace(*s))
		s++;
	return (char *)s;
}

char *strim(char *s)
{
	size_t n = strlen(s);

	while (n && isspace(s[n - 1]))
		n--;
	s[n] = '\0';
	return skip_spaces(s);
}

void *memchr_inv(const void *s, int c, size_t n)
{
	for (const u8 *at = s; n; at++, n--)
		if (*at != (u8)c)
			return (void *)at;
	return NULL;
}

int match_string(const char *const *words, size_t n, const char *s)
{
	for (size_t i = 0; i < n && words[i]; i++)
		if (strcmp(words[i], s) == 0)
			return (int)i;
	return -EINVAL;
}

int __sysfs_match_string(const char *const *words, size_t n, const char *s)
{
	for (size_t i = 0; i < n && words[i]; i++)
		if (sysfs_streq(words[i], s))
			return (int)i;
	return -EINVAL;
}

/* Digits only: no white space, at most one sign, at most one final newline. */
static int parse(const char *s, unsigned int base, bool sign_ok, bool *negative, unsigned long long *ret)
{
	char *end;

	*negative = sign_ok && *s == '-';
	if (*s == '+' || *negative)
		s++;
	if (*s < '0' || (*s > '9' && base != 16))
		return -EINVAL;
	errno = 0;
	*ret = strtoull(s, &end, (int)base);
	if (end == s || (end[0] == '\n' ? end[1] : end[0]))
		return -EINVAL;
	return errno == ERANGE ? -ERANGE : 0;
}

int kstrtoull(const char *s, unsigned int base, unsigned long long *res)
{
	bool negative;

	return parse(s, base, false, &negative, res);
}

static int parse_signed(const char *s, unsigned int base, unsigned long long max, long long *res)
{
	unsigned long long v;
	bool negative;
	int err = parse(s, base, true, &negative, &v);

	if (err)
		return err;
	if (v > max + negative)
		return -ERANGE;
	*res = (long long)(negative ? -v : v);
	return 0;
}

#define KSTRTO_SIGNED(name, T)                                                                     \
	int name(const char *s, unsigned int base, T *res)                                         \
	{                                                                                          \
		const unsigned int unused = 64 - 8 * sizeof(T);                                    \
		long long v;                                                                       \
		int err = parse_signed(s, base, 0x7fffffffffffffffull >> unused, &v);              \
                                                                                                   \
		if (!err)                                                                          \
			*res = (T)v;                                                               \
		return err;                                                                        \
	}
KSTRTO_SIGNED(kstrtos8, s8)
KSTRTO_SIGNED(kstrtos16, s16)
KSTRTO_SIGNED(kstrtoint, int)
KSTRTO_SIGNED(kstrtol, long)
KSTRTO_SIGNED(kstrtoll, long long)

#define KSTRTO_UNSIGNED(name, T)                                                                   \
	int name(const char *s, unsigned int base, T *res)                                         \
	{                                                                                          \
		unsigned long long v;                                                              \
		int err = kstrtoull(s, base, &v);                                                  \
                                                                                                   \
		if (!err && v != (T)v)                                                             \
			err = -ERANGE;                                                             \
		if (!err)                                                                          \
			*res = (T)v;                                                               \
		return err;                                                                        \
	}
KSTRTO_UNSIGNED(kstrtou8, u8)
KSTRTO_UNSIGNED(kstrtou16, u16)
KSTRTO_UNSIGNED(kstrtouint, unsigned int)
KSTRTO_UNSIGNED(kstrtoul, unsigned long)

int kstrtobool(const char *s, bool *res)
{
	switch (s[0]) {
	case 'y': case 'Y': case 't': case 'T': case '1':
		*res = true;
		return 0;
	case 'n': case 'N': case 'f': case 'F': case '0':
		*res = false;
		return 0;
	case 'o': case 'O':
		if (s[1] == 'n' || s[1] == 'N' || s[1] == 'f' || s[1] == 'F') {
			*res = s[1] == 'n' || s[1] == 'N';
			return 0;
		}
		break;
	}
	return -EINVAL;
}
