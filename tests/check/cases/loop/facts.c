/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Loops that establish facts: searches, sorts, pairs, chunks and records in a buffer. */
#include <cleat/types.h>

struct t {
	u32 n;
	u8 b[32];
};

/* good */
u32 down(struct t *t, u32 n)
{
	u32 s = 0;

	if (n > 32)
		return 0;
	do {
		s += n;
	} while (n-- > 3);
	return s;
}

/* good */
u32 two(struct t *t)
{
	u32 i = 0, k = 32;

	while (i < k) {
		k--;
		t->b[k] = t->b[i];
		i++;
	}
	return i;
}

/* good */
u32 skip(struct t *t, u32 n)
{
	u32 i = 0;

	while (i < n) {
		if (t->b[i % 32] == 3)
			i += 2;
		else
			i++;
	}
	return i;
}

/* good */
u32 grow(u32 n)
{
	u32 a = 1, b = 1;

	for (u32 i = 0; i < n; i++) {
		u32 c = a + b;
		a = b;
		b = c;
	}
	return b;
}

/* good */
u32 log2(u32 n)
{
	u32 k = 0;

	while (n >>= 1)
		k++;
	return k;
}

/* good */
u32 gcd(u32 a, u32 b)
{
	while (b) {
		u32 t = a % b;
		a = b;
		b = t;
	}
	return a;
}

/* good */
int bsearch(const u32 *v __elements(n), u32 n, u32 x)
{
	u32 lo = 0, hi = n;

	while (lo < hi) {
		u32 mid = lo + (hi - lo) / 2;
		if (v[mid] < x)
			lo = mid + 1;
		else
			hi = mid;
	}
	return lo < n && v[lo] == x ? (int)lo : -1;
}

/* good */
void bubble(u32 *v __elements(n), u32 n)
{
	for (u32 i = 0; i < n; i++)
		for (u32 j = 0; j + 1 < n - i; j++)
			if (v[j] > v[j + 1]) {
				u32 t = v[j];
				v[j] = v[j + 1];
				v[j + 1] = t;
			}
}

/* good */
void insertion(u32 *v __elements(n), u32 n)
{
	for (u32 i = 1; i < n; i++) {
		u32 x = v[i], j = i;
		while (j > 0 && v[j - 1] > x) {
			v[j] = v[j - 1];
			j--;
		}
		v[j] = x;
	}
}

/* good */
void rev(u8 *v __elements(n), u32 n)
{
	if (!n)
		return;
	for (u32 i = 0, k = n - 1; i < k; i++, k--) {
		u8 t = v[i];
		v[i] = v[k];
		v[k] = t;
	}
}

/* bad: the last byte has no partner */
u32 pairs2(const u8 *v __elements(n), u32 n)
{
	u32 s = 0;

	for (u32 i = 0; i < n; i += 2)
		s += v[i] << 8 | v[i + 1];
	return s;
}

/* good */
u32 chunks(const u8 *v __elements(n), u32 n)
{
	u32 s = 0, off = 0;

	while (off < n) {
		u32 len = n - off;
		if (len > 8)
			len = 8;
		for (u32 i = 0; i < len; i++)
			s += v[off + i];
		off += len;
	}
	return s;
}

/* good */
u32 tlv(const u8 *v __elements(n), u32 n)
{
	u32 off = 0, c = 0;

	while (n - off >= 2) {
		u32 len = v[off + 1];
		if (len > n - off - 2)
			return 0;
		c += len;
		off += 2 + len;
	}
	return c;
}

/* bad: believes the length in the record */
u32 tlv2(const u8 *v __elements(n), u32 n)
{
	u32 off = 0, c = 0;

	while (n - off >= 2) {
		u32 len = v[off + 1];
		for (u32 i = 0; i < len; i++)
			c += v[off + 2 + i];
		off += 2 + len;
	}
	return c;
}

/* bad: compares past the end */
u32 bubble2(u32 *v __elements(n), u32 n)
{
	for (u32 i = 0; i < n; i++)
		for (u32 j = 0; j < n - i; j++)
			if (v[j] > v[j + 1]) {
				u32 t = v[j];
				v[j] = v[j + 1];
				v[j + 1] = t;
			}
	return 0;
}

/*
 * check:
 *	142: CL601: element 1 of 'v' is used, which has n elements
 *	183: CL601: 'off + 1' indexes 'v', which has n elements, and is not proven to be below that
 *	185: CL601: element 2 of 'v' is used, which has n elements
 *	196: CL601: element 1 of 'v' is used, which has n elements
 *	198: CL601: element 1 of 'v' is used, which has n elements
 *	199: CL601: element 1 of 'v' is used, which has n elements
 */
