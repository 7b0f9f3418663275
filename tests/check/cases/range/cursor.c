/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A pointer and beside it how much is left: cut shorter, given on, put into another. */
#include <cleat/err.h>
#include <cleat/overflow.h>
#include <cleat/unaligned.h>

struct cursor { const u8 *at __sized_by(left); u32 left; };
struct piece { u32 type; struct cursor body; };

u32 cursor_take(struct cursor *c);
u32 cursor_sum(const struct cursor *c);

/* good: the piece lies within what is left */
int piece_next(struct cursor *c, struct piece *__writes p)
{
	u32 len;

	if (c->left < 4)
		return -EINVAL;
	len = get_unaligned_le16(c->at + 2);
	if (len < 4 || len > c->left)
		return -EINVAL;
	p->type = get_unaligned_le16(c->at);
	p->body.at = c->at + 4;
	p->body.left = len - 4;
	c->at += len;
	c->left -= len;
	return 0;
}

/* bad: it may be longer than that */
int piece_long(struct cursor *c, struct piece *__writes p)
{
	u32 len;

	if (c->left < 4)
		return -EINVAL;
	len = get_unaligned_le16(c->at + 2);
	if (len < 4)
		return -EINVAL;
	p->type = get_unaligned_le16(c->at);
	p->body.at = c->at + 4;
	p->body.left = len - 4;
	return 0;
}

/* bad: the pointer moves, the number does not */
int cursor_skip(struct cursor *c)
{
	if (c->left < 4)
		return -EINVAL;
	c->at += 4;
	return 0;
}

/* good: both do */
int cursor_skip_both(struct cursor *c)
{
	if (c->left < 4)
		return -EINVAL;
	c->at += 4;
	c->left -= 4;
	return 0;
}

/* bad: more than there is is given on */
u32 sum_more(const u8 *text __sized_by(len), u32 len)
{
	struct cursor c = {.at = text, .left = size_add(len, 8)};

	return cursor_sum(&c);
}

/* bad: from the second byte on there is one less */
u32 sum_rest(const u8 *text __sized_by(len), u32 len)
{
	struct cursor c = {.at = text, .left = len};

	if (!len)
		return 0;
	c.at++;
	return cursor_take(&c);
}

/* good: as much as there is */
u32 sum_all(const u8 *text __sized_by(len), u32 len)
{
	struct cursor c = {.at = text, .left = len};

	return cursor_sum(&c);
}

/* good: an array of one's own */
u32 sum_own(u8 first)
{
	u8 bytes[16] = {first};
	struct cursor c = {.at = bytes, .left = sizeof(bytes)};

	return cursor_sum(&c);
}

/* bad: which is not that long */
u32 sum_own_more(u8 first)
{
	u8 bytes[16] = {first};
	struct cursor c = {.at = bytes, .left = 2 * sizeof(bytes)};

	return cursor_sum(&c);
}

/*
 * check:
 *	43: CL606: 'len - 4' bytes are said to be behind 'p->body.at', where 'c->left - 4' are
 *	52: CL606: 'c->left' bytes are said to be behind 'c->at', where 'c->left - 4' are
 *	71: CL606: 'size_add(…)' bytes are said to be behind 'c.at', where 'len' are
 *	82: CL606: 'len' bytes are said to be behind 'c.at', where 'len - 1' are
 *	108: CL606: '32' bytes are said to be behind 'c.at', where '16' are
 */
