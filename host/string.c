/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The kernel's string functions that libc does not have. */
#include "libc.h"

#include "format.h"

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
	*res = negative ? -(long long)v : (long long)v;
	return 0;
}

int kstrtol(const char *s, unsigned int base, long *res)
{
	long long v;
	int err = parse_signed(s, base, 0x7fffffffffffffffull, &v);

	if (!err)
		*res = (long)v;
	return err;
}

int kstrtoint(const char *s, unsigned int base, int *res)
{
	long long v;
	int err = parse_signed(s, base, 0x7fffffff, &v);

	if (!err)
		*res = (int)v;
	return err;
}

int kstrtoul(const char *s, unsigned int base, unsigned long *res)
{
	unsigned long long v;
	int err = kstrtoull(s, base, &v);

	if (!err)
		*res = v;
	return err;
}

int kstrtouint(const char *s, unsigned int base, unsigned int *res)
{
	unsigned long long v;
	int err = kstrtoull(s, base, &v);

	if (!err && v > 0xffffffffull)
		err = -ERANGE;
	if (!err)
		*res = (unsigned int)v;
	return err;
}

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
