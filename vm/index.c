/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "base/paths.h"
#include "vm/archive.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The value of @field in the stanza [s, end): a slice of the index, or NULL. */
static const char *field(const char *s, const char *end, const char *name, size_t *ret_len)
{
	size_t n = strlen(name);

	while (s < end) {
		const char *nl = memchr(s, '\n', (size_t)(end - s));

		nl = nl ? nl : end;
		if ((size_t)(nl - s) > n + 1 && strncmp(s, name, n) == 0 && s[n] == ':') {
			s += n + 1;
			while (s < nl && *s == ' ')
				s++;
			*ret_len = (size_t)(nl - s);
			return s;
		}
		s = nl + 1;
	}
	return NULL;
}

static char *copy_field(const char *s, const char *end, const char *name)
{
	size_t n = 0;
	const char *v = field(s, end, name, &n);

	return paths_format("%.*s", (int)n, v ? v : "");
}

static const char *stanza_end(const char *s)
{
	const char *end = strstr(s, "\n\n");

	return end ? end : s + strlen(s);
}

/* The order of one character in a Debian version: '~' first, then the end, letters, the rest. */
static int order(char c)
{
	if (c == '~')
		return -1;
	if (c == '\0' || isdigit((unsigned char)c))
		return 0;
	return isalpha((unsigned char)c) ? c : c + 256;
}

/* Debian policy 5.6.12, without epochs: no kernel package has one. */
int version_compare(const char *a, const char *b)
{
	while (*a || *b) {
		unsigned long long x, y;
		char *ea, *eb;

		while ((*a && !isdigit((unsigned char)*a)) || (*b && !isdigit((unsigned char)*b))) {
			if (order(*a) != order(*b))
				return order(*a) < order(*b) ? -1 : 1;
			a += *a != '\0';
			b += *b != '\0';
		}
		x = strtoull(a, &ea, 10);
		y = strtoull(b, &eb, 10);
		if (x != y)
			return x < y ? -1 : 1;
		a = ea;
		b = eb;
	}
	return 0;
}

static bool name_fits(const char *name, size_t len, const char *prefix, const char *suffix)
{
	size_t p = strlen(prefix), s = strlen(suffix);

	if (len <= p + s || strncmp(name, prefix, p) != 0 || !isdigit((unsigned char)name[p]) ||
	    strncmp(name + len - s, suffix, s) != 0)
		return false;
	/* 6.12.107+deb13-amd64 is it; -rt-amd64, -cloud-amd64 and -unsigned are other kernels. */
	for (const char *c = name + p; c < name + len - s; c++)
		if (*c == '-' && isalpha((unsigned char)c[1]))
			return false;
	return true;
}

static bool version_fits(const char *version, const char *want)
{
	size_t n = want ? strlen(want) : 0;

	return !want || (strncmp(version, want, n) == 0 && !isdigit((unsigned char)version[n]));
}

static void take(struct package *ret, const char *s, const char *end)
{
	char *size = copy_field(s, end, "Size");

	package_free(ret);
	ret->name = copy_field(s, end, "Package");
	ret->version = copy_field(s, end, "Version");
	ret->depends = copy_field(s, end, "Depends");
	ret->size = strtoull(size, NULL, 10);
	free(size);
}

bool archive_newest(const struct archive *a, const char *prefix, const char *suffix,
		    const char *version, const char *older, struct package *ret)
{
	*ret = (struct package){.name = NULL};
	for (const char *s = a->index; s && *s;) {
		const char *end = stanza_end(s), *name;
		size_t len = 0;
		char *v;

		name = field(s, end, "Package", &len);
		if (name && name_fits(name, len, prefix, suffix)) {
			v = copy_field(s, end, "Version");
			if (version_fits(v, version) &&
			    (!older || version_compare(v, older) < 0) &&
			    (!ret->name || version_compare(v, ret->version) > 0))
				take(ret, s, end);
			free(v);
		}
		for (s = end; *s == '\n'; s++)
			;
	}
	return ret->name != NULL;
}

bool archive_find(const struct archive *a, const char *name, struct package *ret)
{
	char *line = paths_format("Package: %s\n", name);
	const char *s = a->index;

	*ret = (struct package){.name = NULL};
	while (s && (s = strstr(s, line))) {
		const char *end = stanza_end(s);
		char *v = copy_field(s, end, "Version");

		if ((s == a->index || s[-1] == '\n') &&
		    (!ret->name || version_compare(v, ret->version) > 0))
			take(ret, s, end);
		free(v);
		s = end;
	}
	free(line);
	return ret->name != NULL;
}

void package_free(struct package *p)
{
	free(p->name);
	free(p->version);
	free(p->depends);
	*p = (struct package){.name = NULL};
}

char *archive_versions(const struct archive *a, const char *prefix, const char *suffix)
{
	char *list = paths_format("%s", ""), *more;
	const char *s = a->index;

	while (s && *s) {
		const char *end = stanza_end(s), *name;
		size_t len = 0;
		char *v;

		name = field(s, end, "Package", &len);
		if (name && name_fits(name, len, prefix, suffix)) {
			v = copy_field(s, end, "Version");
			more = paths_format("%s%s%s", list, *list ? ", " : "", v);
			free(v);
			free(list);
			list = more;
		}
		for (s = end; *s == '\n'; s++)
			;
	}
	return list;
}
