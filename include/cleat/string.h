/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Strings and bytes. Copies are bounded by the destination: strscpy always ends with NUL and says
 * when it cut; scnprintf returns what it wrote, not what it would have. strcpy, strcat and sprintf
 * are not there.
 *
 * Context: any. Source: include/linux/string.h; rust/kernel/str.rs.
 *
 * Wrong: the length is the source's::
 *
 *	memcpy(d->name, name, strlen(name) + 1);
 *
 * Right::
 *
 *	if (strscpy(d->name, name, sizeof(d->name)) < 0)
 *		return -ENAMETOOLONG;
 */
#ifndef CLEAT_STRING_H
#define CLEAT_STRING_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/ctype.h>
#include <linux/string.h>
#else

void *memcpy(void *__writes to __sized_by(n), const void *from __sized_by(n), size_t n __length);
void *memmove(void *to __sized_by(n), const void *from __sized_by(n), size_t n __length);
void *memset(void *__writes s __sized_by(n), int c, size_t n __length);
int memcmp(const void *a __sized_by(n), const void *b __sized_by(n), size_t n __length);
void *memchr(const void *s __sized_by(n), int c, size_t n __length) __opt __borrows(s);
void memzero_explicit(void *__writes s __sized_by(n), size_t n __length);

size_t strlen(const char *s);
size_t strnlen(const char *s, size_t max);
int strcmp(const char *a, const char *b);
int strncmp(const char *a, const char *b, size_t n);
char *strchr(const char *s, int c) __opt __borrows(s);
/** strsep - the part of *@s before the next of @delim, which becomes NUL; NULL when *@s is */
char *strsep(char *__opt *s, const char *delim) __opt __borrows(s);
char *strstr(const char *s, const char *what) __opt __borrows(s);
/** strrchr - the last @c, or NULL; strchr the first */
char *strrchr(const char *s, int c) __opt __borrows(s);
int strcasecmp(const char *a, const char *b);
int strncasecmp(const char *a, const char *b, size_t n);
/** skip_spaces - the first of @s that is no white space; strim - the same, and what ends @s is cut off */
char *skip_spaces(const char *s) __borrows(s);
char *strim(char *s) __borrows(s);
/** memchr_inv - the first byte that is not @c, or NULL */
void *memchr_inv(const void *s __sized_by(n), int c, size_t n __length) __opt __borrows(s);

/** match_string - which of @n words is @s? Its index, or -EINVAL */
int match_string(const char *const *words __elements(n), size_t n, const char *s) __at_most(n - 1);
/** sysfs_match_string - which of the array's words is @s, but for a final newline of either? */
#define sysfs_match_string(words, s) __sysfs_match_string(words, ARRAY_SIZE(words), s)
int __sysfs_match_string(const char *const *words __elements(n), size_t n, const char *s) __at_most(n - 1);

/**
 * strscpy - copy the string @from to @to, at most @size bytes with the final NUL
 *
 * Return: its length, or -E2BIG when it was cut (@to then holds what fits).
 */
ssize_t __must_check strscpy(char *to __sized_by(size) __fills(return + 1), const char *from, size_t size __length)
	__at_most(size - 1);
/** strscpy_pad - the same, and the rest of @to is zeros: for what is shown to user space */
ssize_t __must_check strscpy_pad(char *__writes to __sized_by(size), const char *from, size_t size __length)
	__at_most(size - 1);

/** scnprintf - format into @to; the characters written, without the final NUL (always < @size) */
int scnprintf(char *to __sized_by(size) __fills(return + 1), size_t size __length, const char *fmt, ...)
	__at_least(0) __at_most(size - 1) __printf(3, 4);
/** snprintf - the same, but the result is how long it would be: a length only when it is < @size */
int snprintf(char *to __sized_by(size) __fills(return + 1), size_t size __length, const char *fmt, ...)
	__at_least(0) __printf(3, 4);

/** sysfs_streq - equal, but for a final newline of either? */
bool sysfs_streq(const char *a, const char *b);

/**
 * kstrtoint, kstrtou8, … - the number in @s, with an optional final newline
 * @base: 0 (by prefix), 8, 10 or 16
 *
 * Return: 0; -EINVAL for what is no number; -ERANGE for one that does not fit.
 */
int __must_check kstrtos8(const char *s, unsigned int base, s8 *__writes res);
int __must_check kstrtos16(const char *s, unsigned int base, s16 *__writes res);
int __must_check kstrtoint(const char *s, unsigned int base, int *__writes res);
int __must_check kstrtol(const char *s, unsigned int base, long *__writes res);
int __must_check kstrtoll(const char *s, unsigned int base, long long *__writes res);
int __must_check kstrtou8(const char *s, unsigned int base, u8 *__writes res);
int __must_check kstrtou16(const char *s, unsigned int base, u16 *__writes res);
int __must_check kstrtouint(const char *s, unsigned int base, unsigned int *__writes res);
int __must_check kstrtoul(const char *s, unsigned int base, unsigned long *__writes res);
int __must_check kstrtoull(const char *s, unsigned int base, unsigned long long *__writes res);
/* The same by the width of the number. */
static inline int __must_check kstrtos32(const char *s, unsigned int base, s32 *__writes res);
static inline int __must_check kstrtos64(const char *s, unsigned int base, s64 *__writes res);
static inline int __must_check kstrtou32(const char *s, unsigned int base, u32 *__writes res);
static inline int __must_check kstrtou64(const char *s, unsigned int base, u64 *__writes res);
#ifndef __CLEAT_CHECK__ /* which reads the declarations */
static inline int kstrtos32(const char *s, unsigned int base, s32 *res)
{
	return kstrtoint(s, base, res);
}

static inline int kstrtos64(const char *s, unsigned int base, s64 *res)
{
	return kstrtoll(s, base, res);
}

static inline int kstrtou32(const char *s, unsigned int base, u32 *res)
{
	return kstrtouint(s, base, res);
}

static inline int kstrtou64(const char *s, unsigned int base, u64 *res)
{
	return kstrtoull(s, base, res);
}
#endif

int __must_check kstrtobool(const char *s, bool *__writes res);
#endif

#endif
