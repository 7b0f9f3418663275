/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Parsers, codecs, heaps, tables: loops whose indexes hang on each other. */
#include <cleat/types.h>
#include <cleat/err.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/mutex.h>

struct hdr { u8 type; u8 flags; u16 len; };
struct ctx { u32 state, n, depth, max; u32 stack[16]; u8 out[256]; u32 w; };

/* good: a parser with a state, a stack and an output */
int parse(struct ctx *c, const u8 *in __sized_by(n), size_t n)
{
	size_t at = 0;
	u32 depth = 0, w = 0, count = 0;
	bool quoted = false, escaped = false;

	while (at < n) {
		u8 b = in[at++];

		if (escaped) {
			escaped = false;
			if (w >= sizeof(c->out))
				return -ENOSPC;
			c->out[w++] = b;
			continue;
		}
		switch (b) {
		case '\\':
			escaped = true;
			break;
		case '"':
			quoted = !quoted;
			break;
		case '(':
			if (quoted)
				goto plain;
			if (depth >= ARRAY_SIZE(c->stack))
				return -E2BIG;
			c->stack[depth++] = w;
			break;
		case ')':
			if (quoted)
				goto plain;
			if (!depth)
				return -EINVAL;
			count += w - c->stack[--depth];
			break;
		case ' ':
		case '\t':
			if (!quoted)
				break;
			fallthrough;
		default:
plain:
			if (w >= sizeof(c->out))
				return -ENOSPC;
			c->out[w++] = b;
		}
	}
	if (quoted || escaped || depth)
		return -EINVAL;
	c->w = w;
	c->n = count;
	return 0;
}

/* good: messages with a header each */
int messages(const u8 *in __sized_by(n), u32 n, u32 *__writes kinds __elements(4))
{
	u32 off = 0;

	memset(kinds, 0, 4 * sizeof(*kinds));
	while (n - off >= sizeof(struct hdr)) {
		struct hdr h;

		memcpy(&h, in + off, sizeof(h));
		off += sizeof(h);
		if (h.len > n - off)
			return -EINVAL;
		if (h.type >= 4)
			return -EOPNOTSUPP;
		if (h.flags & 1)
			kinds[h.type]++;
		for (u32 i = 0; i < h.len; i++)
			if (in[off + i] == 0xff)
				kinds[0]++;
		off += h.len;
	}
	return off == n ? 0 : -EINVAL;
}

/* good: matrix multiply */
void mul(const int (*a)[8], int x[8][8], int y[8][8], int z[8][8])
{
	for (int i = 0; i < 8; i++)
		for (int j = 0; j < 8; j++) {
			z[i][j] = 0;
			for (int k = 0; k < 8; k++)
				z[i][j] += x[i][k] * y[k][j];
		}
}

/* good: heap sift */
void sift(u32 *v __elements(n), u32 n, u32 i)
{
	while (i < n / 2) {
		u32 k = 2 * i + 1;

		if (k + 1 < n && v[k + 1] > v[k])
			k++;
		if (k >= n || v[i] >= v[k])
			return;
		swap(v[i], v[k]);
		i = k;
	}
}

/* good: run-length */
u32 rle(const u8 *in __sized_by(n), u32 n, u8 *out __sized_by(room), u32 room)
{
	u32 i = 0, w = 0;

	while (i < n) {
		u8 b = in[i];
		u32 run = 1;

		while (i + run < n && run < 255 && in[i + run] == b)
			run++;
		if (room - w < 2)
			return 0;
		out[w] = run;
		out[w + 1] = b;
		w += 2;
		i += run;
	}
	return w;
}

/* good: two-level table */
struct l2 { u32 v[32]; };
struct l1 { struct l2 *__own __opt t[32]; };
int set(struct l1 *l, u32 key, u32 val)
{
	struct l2 *t;

	if (key >= 1024)
		return -EINVAL;
	t = l->t[key / 32];
	if (!t) {
		t = kzalloc_obj(*t);
		if (!t)
			return -ENOMEM;
		l->t[key / 32] = t;
	}
	t->v[key % 32] = val;
	return 0;
}

/* good */
void l1_free(struct l1 *__own l)
{
	for (u32 i = 0; i < 32; i++)
		kfree(l->t[i]);
	kfree(l);
}

/* good: token bucket */
struct bucket { struct mutex m; u64 tokens __guarded_by(&m); u64 last __guarded_by(&m); u32 rate, burst; };
bool take(struct bucket *b, u64 now, u32 want)
{
	guard(mutex)(&b->m);
	if (now > b->last) {
		u64 add = (now - b->last) * b->rate;

		b->tokens = min_t(u64, b->tokens + add, b->burst);
		b->last = now;
	}
	if (b->tokens < want)
		return false;
	b->tokens -= want;
	return true;
}

/* good: utf-8 length */
int utf8(const u8 *s __sized_by(n), u32 n)
{
	u32 i = 0, chars = 0;

	while (i < n) {
		u32 more = s[i] < 0x80 ? 0 : s[i] < 0xe0 ? 1 : s[i] < 0xf0 ? 2 : 3;

		if (more >= n - i)
			return -EILSEQ;
		for (u32 k = 1; k <= more; k++)
			if ((s[i + k] & 0xc0) != 0x80)
				return -EILSEQ;
		i += 1 + more;
		chars++;
	}
	return chars;
}

/* good: base64 out */
u32 b64(const u8 *in __sized_by(n), u32 n, char *out __sized_by(room), u32 room)
{
	static const char t[64] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	u32 i, w = 0;

	for (i = 0; n - i >= 3; i += 3) {
		u32 v = in[i] << 16 | in[i + 1] << 8 | in[i + 2];

		if (room - w < 4)
			return 0;
		out[w++] = t[v >> 18];
		out[w++] = t[(v >> 12) & 63];
		out[w++] = t[(v >> 6) & 63];
		out[w++] = t[v & 63];
	}
	return w;
}

/* bad: pushed without a test */
int push(struct ctx *c, u32 v)
{
	u32 depth = c->depth;

	c->stack[depth++] = v;
	c->depth = depth;
	return 0;
}

/* bad: pops below the bottom */
u32 pop(struct ctx *c)
{
	u32 depth = c->depth;

	if (depth > ARRAY_SIZE(c->stack))
		return 0;
	return c->stack[--depth];
}

/* bad: the run is one too long */
u32 rle_bad(const u8 *in __sized_by(n), u32 n)
{
	u32 i = 0, w = 0;

	while (i < n) {
		u32 run = 1;

		while (i + run <= n && in[i + run] == in[i])
			run++;
		i += run;
		w++;
	}
	return w;
}

/* bad: the second child is not tested */
void sift_bad(u32 *v __elements(n), u32 n, u32 i)
{
	while (i < n / 2) {
		u32 k = 2 * i + 1;

		if (v[k + 1] > v[k])
			k++;
		swap(v[i], v[k]);
		i = k;
	}
}

/*
 * check:
 *	229: CL601: 'depth' indexes 'c->stack', which has 16 elements, and is not proven to be below that
 *	241: CL601: 'depth' indexes 'c->stack', which has 16 elements, and is not proven to be below that
 *	252: CL601: element 1 of 'in' is used, which has n elements
 *	266: CL601: 'k + 1' indexes 'v', which has n elements, and is not proven to be below that
 *	268: CL601: 'k' indexes 'v', which has n elements, and is not proven to be below that
 */
