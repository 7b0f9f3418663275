/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* libc does the formatting, one conversion at a time, for it cannot be told to leave %p to others.
 */
#include "libc.h"

#include "format.h"

#include <stdint.h>
#include <string.h>
#include <sys/random.h>

/* One conversion, "%-8.*llx". */
struct conversion {
	char text[32];
	size_t len;
	int stars;
	char length; /* 'l' long, 'q' long long, 'z' size_t, 't' ptrdiff_t, 'j' intmax_t, 0 the rest
		      */
	char kind;
};

struct sink {
	char *buf;
	size_t size;
	int n;
};

static uint32_t hash(const void *p)
{
	static uint64_t key;
	uint64_t k = __atomic_load_n(&key, __ATOMIC_RELAXED), x = (uintptr_t)p;

	if (!k) {
		uint64_t none = 0;

		if (getrandom(&k, sizeof(k), 0) != (ssize_t)sizeof(k))
			k = (uint64_t)(uintptr_t)&key;
		k |= 1;
		if (!__atomic_compare_exchange_n(&key, &none, k, false, __ATOMIC_RELAXED,
						 __ATOMIC_RELAXED))
			k = none;
	}
	x = (x ^ k) * 0x9e3779b97f4a7c15u;
	x = (x ^ x >> 29) * k;
	return (uint32_t)(x >> 32);
}

static struct conversion parse(const char *s)
{
	struct conversion c = {.len = 1 + strspn(s + 1, "-+ #0")};

	for (; strchr("0123456789.*", s[c.len]) && s[c.len]; c.len++)
		c.stars += s[c.len] == '*';
	for (; s[c.len] && strchr("hlzjt", s[c.len]); c.len++)
		c.length = s[c.len] == 'l' && c.length == 'l' ? 'q'
			   : s[c.len] == 'h'		      ? 0
							      : s[c.len];
	c.kind = s[c.len];
	c.len += c.kind != 0;
	if (c.len >= sizeof(c.text))
		c.kind = 0;
	else
		memcpy(c.text, s, c.len);
	return c;
}

static void put(struct sink *to, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if ((size_t)to->n + i + 1 < to->size)
			to->buf[(size_t)to->n + i] = text[i];
	}
	to->n += (int)len;
}

/* snprintf() of one conversion with its stars, and @value of whatever type. */
#define PUT(to, c, star, value)                                                               \
	put_len(to, (c)->stars == 2                                                           \
			    ? snprintf(AT(to), ROOM(to), (c)->text, star[0], star[1], value)  \
		    : (c)->stars == 1 ? snprintf(AT(to), ROOM(to), (c)->text, star[0], value) \
				      : snprintf(AT(to), ROOM(to), (c)->text, value))
#define ROOM(to) ((size_t)(to)->n < (to)->size ? (to)->size - (size_t)(to)->n : 0)
#define AT(to)	 (ROOM(to) ? (to)->buf + (to)->n : NULL)

static void put_len(struct sink *to, int n)
{
	to->n += n > 0 ? n : 0;
}

static void put_pointer(struct sink *to, const void *p)
{
	char text[24];

	snprintf(text, sizeof(text), "%016lx", p ? (unsigned long)hash(p) : 0ul);
	put(to, text, 16);
}

/* The kernel's "%#x" of 0 is "0x0", libc's is "0": then a 1 is put, and made a 0 here. */
static bool needs_prefix(const struct conversion *c)
{
	return (c->kind == 'x' || c->kind == 'X') && memchr(c->text, '#', strspn(c->text, "%-+ #0"));
}

static void one_to_zero(struct sink *to, int from)
{
	int end = (size_t)to->n < to->size ? to->n : (int)to->size - 1;

	while (end > from && to->buf[end - 1] != '1')
		end--;
	if (end > from)
		to->buf[end - 1] = '0';
}

#pragma GCC diagnostic ignored "-Wformat-nonliteral"
static void put_number(struct sink *to, const struct conversion *c, const int *star, va_list *ap)
{
	long long value = c->length == 'q' || c->length == 'j' ? va_arg(*ap, long long)
			  : c->length			       ? va_arg(*ap, long)
							       : va_arg(*ap, int);
	bool zero = !value && needs_prefix(c);
	int from = to->n;

	value += zero;
	if (c->length == 'q' || c->length == 'j')
		PUT(to, c, star, value);
	else if (c->length)
		PUT(to, c, star, (long)value);
	else
		PUT(to, c, star, (int)value);
	if (zero)
		one_to_zero(to, from);
}

static void put_conversion(struct sink *to, const struct conversion *c, va_list *ap)
{
	int star[2] = {0, 0};

	for (int i = 0; i < c->stars && i < 2; i++)
		star[i] = va_arg(*ap, int);
	if (strchr("di", c->kind) || strchr("uxXoc", c->kind)) {
		put_number(to, c, star, ap);
	} else if (c->kind == 's') {
		PUT(to, c, star, va_arg(*ap, const char *));
	} else if (c->kind == 'p') {
		put_pointer(to, va_arg(*ap, const void *));
	} else {
		/* The kernel has no other; what follows cannot be known. */
		put(to, c->text, strlen(c->text));
	}
}

int host_vformat(char *buf, size_t size, const char *fmt, va_list ap)
{
	struct sink to = {.buf = buf, .size = buf ? size : 0};
	va_list args;

	va_copy(args, ap);
	for (const char *s = fmt; *s;) {
		size_t plain = strcspn(s, "%");
		struct conversion c;

		put(&to, s, plain);
		s += plain;
		if (!*s)
			break;
		if (s[1] == '%') {
			put(&to, "%", 1);
			s += 2;
			continue;
		}
		c = parse(s);
		s += c.len;
		if (!c.kind)
			break;
		put_conversion(&to, &c, &args);
		if (c.kind == 'p' && *s == 'K')
			s++;
	}
	va_end(args);
	if (to.size)
		to.buf[(size_t)to.n < to.size ? (size_t)to.n : to.size - 1] = '\0';
	return to.n;
}
