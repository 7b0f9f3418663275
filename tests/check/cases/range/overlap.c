/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* memcpy() within one object. */
#include <cleat/string.h>
#include <cleat/types.h>

enum { ROOM = 32 };

struct line {
	u32 used;
	u8 bytes[ROOM];
	u32 words[ROOM];
};

/* bad: one place on */
void bad_on(u8 *buf __sized_by(n), size_t n);
void bad_on(u8 *buf, size_t n)
{
	if (n > 4)
		memcpy(buf + 1, buf, n - 1);
}

/* good: memmove() */
void good_on(u8 *buf __sized_by(n), size_t n);
void good_on(u8 *buf, size_t n)
{
	if (n > 4)
		memmove(buf + 1, buf, n - 1);
}

/* bad: what is left goes to the begin */
void bad_front(struct line *l, u32 n);
void bad_front(struct line *l, u32 n)
{
	if (n <= ROOM)
		memcpy(l->bytes, l->bytes + n, ROOM - n);
}

/* good: one half to the other */
void good_halves(struct line *l);
void good_halves(struct line *l)
{
	memcpy(l->bytes, l->bytes + ROOM / 2, ROOM / 2);
	memcpy(l->bytes + ROOM / 2, l->bytes, ROOM / 2);
}

/* good: as much as lies between them */
void good_between(struct line *l, u32 n);
void good_between(struct line *l, u32 n)
{
	if (n <= ROOM / 2)
		memcpy(l->bytes, l->bytes + n, n);
}

/* good: two objects */
void good_two(struct line *to, const struct line *from);
void good_two(struct line *to, const struct line *from)
{
	memcpy(to->bytes, from->bytes, sizeof(to->bytes));
}

/* bad: bytes, where the elements are larger */
void bad_words(struct line *l);
void bad_words(struct line *l)
{
	memcpy(l->words, l->words + 2, 12);
}

/* good: as many as lie between */
void good_words(struct line *l);
void good_words(struct line *l)
{
	memcpy(l->words, l->words + 2, 8);
}

/*
 * check:
 *	19: CL610: 'buf + 1' and 'buf' are parts of one object, and may overlap
 *	35: CL610: 'l->bytes' and 'l->bytes + n' are parts of one object, and may overlap
 *	65: CL610: 'l->words' and 'l->words + 2' are parts of one object, and may overlap
 */
