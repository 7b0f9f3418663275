/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A walk to a string's NUL: what stands behind a character that is none is there, and no more. */
#include <cleat/ctype.h>
#include <cleat/err.h>
#include <cleat/string.h>
#include <cleat/types.h>

struct dev {
	const char *name;
	char label[16];
};

/* good: while */
size_t length(const char *s)
{
	size_t n = 0;

	while (*s) {
		s++;
		n++;
	}
	return n;
}

/* good: for, by an index */
u32 hash(const char *s)
{
	u32 h = 5381;

	for (size_t i = 0; s[i]; i++)
		h = h * 33 + (u8)s[i];
	return h;
}

/* good: the character is taken along */
u32 sum(const char *s)
{
	u32 n = 0;
	char c;

	while ((c = *s++))
		n += (u8)c;
	return n;
}

/* good: two at a time */
u32 pairs(const char *s)
{
	u32 n = 0;

	for (; s[0] && s[1]; s += 2)
		n += s[0] == s[1];
	return n;
}

/* bad: the second may be behind the end */
u32 pairs_bad(const char *s)
{
	u32 n = 0;

	for (; s[0]; s += 2)
		n += s[0] == s[1];
	return n;
}

/* bad: one further */
bool ends_bad(const char *s)
{
	return s[0] && s[2] == 0;
}

/* good: a prefix by hand */
bool is_hex(const char *s)
{
	return s[0] == '0' && (s[1] == 'x' || s[1] == 'X') && isxdigit(s[2]);
}

/* bad: a prefix that was not tested */
bool is_hex_bad(const char *s)
{
	return (s[0] == '0' || s[1] == 'x') && isxdigit(s[2]);
}

/* good: digits */
int number(const char *s, u32 *ret)
{
	u32 n = 0;

	if (!isdigit(*s))
		return -EINVAL;
	while (isdigit(*s)) {
		if (n > 1000000)
			return -ERANGE;
		n = n * 10 + (u32)(*s++ - '0');
	}
	*ret = n;
	return *s ? -EINVAL : 0;
}

/* bad: what is behind a digit is there, what is behind anything is not */
int skip_bad(const char *s)
{
	while (!isdigit(*s))
		s++;
	return *s;
}

/* bad: iscntrl() is true of the NUL, too */
int skip_controls_bad(const char *s)
{
	while (iscntrl(*s))
		s++;
	return *s;
}

/* good: words between blanks */
u32 words(const char *s)
{
	u32 n = 0;

	for (;;) {
		while (isspace(*s))
			s++;
		if (!*s)
			return n;
		n++;
		while (*s && !isspace(*s))
			s++;
	}
}

/* bad: it goes over the end */
u32 words_bad(const char *s)
{
	u32 n = 0;

	while (*s) {
		while (!isspace(*s))
			s++;
		n++;
		s++;
	}
	return n;
}

/* good: "key=value" */
const char *__opt value_of(const char *s)
{
	while (*s && *s != '=')
		s++;
	return *s == '=' ? s + 1 : NULL;
}

/* bad: no NUL is looked for */
char value_bad(const char *s)
{
	while (*s != '=')
		s++;
	return s[1];
}

/* good: copied with an end */
void label(struct dev *d, const char *s)
{
	size_t i;

	for (i = 0; i + 1 < sizeof(d->label) && s[i]; i++)
		d->label[i] = s[i];
	d->label[i] = '\0';
}

/* bad: copied without */
void label_bad(struct dev *d, const char *s)
{
	for (size_t i = 0; s[i]; i++)
		d->label[i] = s[i];
}

/* bad: read behind the end */
void label_past(struct dev *d, const char *s)
{
	for (size_t i = 0; i < sizeof(d->label); i++)
		d->label[i] = s[i];
}

/* good: a string in a field */
u32 of_field(const struct dev *d)
{
	u32 n = 0;

	for (const char *s = d->name; *s; s++)
		n += *s == '-';
	return n;
}

/* good: with what strlen() says */
char last(const char *s)
{
	size_t n = strlen(s);

	return n ? s[n - 1] : s[n];
}

/* bad: with what it says, and one more */
char behind_bad(const char *s)
{
	return s[strlen(s) + 1];
}

/* bad: another string's end */
u32 both_bad(const char *a, const char *b)
{
	u32 n = 0;

	for (; *a; a++, b++)
		n += *a == *b;
	return n;
}

/* good: both ends */
int compare(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a - *b;
}

/* bad: a string that may be written is no walk's: the NUL may have gone */
size_t mutable_bad(char *s)
{
	size_t n = 0;

	s[n] = 'x';
	while (s[n])
		n++;
	return n;
}

/* bad: backwards over the begin */
char back_bad(const char *s)
{
	while (*s)
		s++;
	return s[-1];
}

/* good: a switch */
int state_of(const char *s)
{
	switch (*s) {
	case 'r':
		return s[1] == 'w' ? 3 : 1;
	case 'w':
		return 2;
	default:
		return 0;
	}
}

/* bad: a switch, and the NUL is among the rest */
int state_bad(const char *s)
{
	switch (*s) {
	case 'r':
		return 1;
	default:
		return s[1];
	}
}

static const char *after_blanks(const char *s)
{
	while (isspace(*s))
		s++;
	return s;
}

/* good: what a helper has left of it */
u32 after(const char *s)
{
	u32 n = 0;

	s = after_blanks(s);
	while (*s) {
		n++;
		s = after_blanks(s + 1);
	}
	return n;
}

/* good: after a character that was looked for */
u32 after_colon(const char *s)
{
	const char *at = strchr(s, ':');
	u32 n = 0;

	if (!at)
		return 0;
	for (at++; isdigit(*at); at++)
		n = (n * 10 + (u32)(*at - '0')) & 0xffff;
	return n;
}

static const char *const words_known[] = {"on", "off", "auto"};

/* good: strings of a table */
u32 longest(void)
{
	u32 most = 0;

	for (size_t i = 0; i < ARRAY_SIZE(words_known); i++) {
		const char *s = words_known[i];
		u32 n = 0;

		while (s[n])
			n++;
		most = max(most, n);
	}
	return most;
}

/* good: the last of them, from its end */
const char *base(const char *path)
{
	const char *found = path;

	for (; *path; path++)
		if (*path == '/')
			found = path + 1;
	return found;
}

/*
 * check:
 *	61: CL605: the length of what 's' points to is not known, and it is indexed
 *	69: CL605: the length of what 's' points to is not known, and it is indexed
 *	81: CL605: the length of what 's' points to is not known, and it is indexed
 *	103: CL605: the length of what 's' points to is not known, and it is indexed
 *	104: CL605: the length of what 's' points to is not known, and it is indexed
 *	111: CL605: the length of what 's' points to is not known, and it is indexed
 *	112: CL605: the length of what 's' points to is not known, and it is indexed
 *	113: CL605: the length of what 's' points to is not known, and it is indexed
 *	138: CL605: the length of what 's' points to is not known, and it is indexed
 *	139: CL605: the length of what 's' points to is not known, and it is indexed
 *	157: CL605: the length of what 's' points to is not known, and it is indexed
 *	158: CL605: the length of what 's' points to is not known, and it is indexed
 *	176: CL601: 'i' indexes 'd->label', which has 16 elements, and is not proven to be below that
 *	183: CL605: the length of what 's' points to is not known, and it is indexed
 *	207: CL605: the length of what 's' points to is not known, and it is indexed
 *	215: CL605: the length of what 'b' points to is not known, and it is indexed
 *	216: CL605: the length of what 'b' points to is not known, and it is indexed
 *	236: CL605: the length of what 's' points to is not known, and it is indexed
 *	246: CL605: the length of what 's' points to is not known, and it is indexed
 *	269: CL605: the length of what 's' points to is not known, and it is indexed
 */
