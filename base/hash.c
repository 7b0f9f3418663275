/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/hash.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const uint64_t start[8] = {
	0x6a09e667f3bcc908, 0xbb67ae8584caa73b, 0x3c6ef372fe94f82b, 0xa54ff53a5f1d36f1,
	0x510e527fade682d1, 0x9b05688c2b3e6c1f, 0x1f83d9abfb41bd6b, 0x5be0cd19137e2179};

/* Which words of the block a round mixes in, in which order; rounds 10 and 11 are 0 and 1 again. */
static const unsigned char order[10][16] = {
	{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
	{14, 10, 4, 8, 9, 15, 13, 6, 1, 12, 0, 2, 11, 7, 5, 3},
	{11, 8, 12, 0, 5, 2, 15, 13, 10, 14, 3, 6, 7, 1, 9, 4},
	{7, 9, 3, 1, 13, 12, 11, 14, 2, 6, 5, 10, 4, 0, 15, 8},
	{9, 0, 5, 7, 2, 4, 10, 15, 14, 1, 11, 12, 6, 8, 3, 13},
	{2, 12, 6, 10, 0, 11, 8, 3, 4, 13, 7, 5, 15, 14, 1, 9},
	{12, 5, 1, 15, 14, 13, 4, 10, 0, 7, 6, 3, 9, 2, 8, 11},
	{13, 11, 7, 14, 12, 1, 3, 9, 5, 0, 15, 4, 8, 6, 2, 10},
	{6, 15, 14, 9, 11, 3, 0, 8, 12, 2, 13, 7, 1, 4, 10, 5},
	{10, 2, 8, 4, 7, 6, 1, 5, 15, 11, 9, 14, 3, 12, 13, 0}};

static uint64_t turn(uint64_t x, int n)
{
	return x >> n | x << (64 - n);
}

static void mix(uint64_t *v, int a, int b, int c, int d, uint64_t x, uint64_t y)
{
	v[a] += v[b] + x;
	v[d] = turn(v[d] ^ v[a], 32);
	v[c] += v[d];
	v[b] = turn(v[b] ^ v[c], 24);
	v[a] += v[b] + y;
	v[d] = turn(v[d] ^ v[a], 16);
	v[c] += v[d];
	v[b] = turn(v[b] ^ v[c], 63);
}

static void compress(struct hash *h, bool last)
{
	uint64_t v[16], m[16];

	memcpy(v, h->h, sizeof(h->h));
	memcpy(v + 8, start, sizeof(start));
	v[12] ^= h->bytes;
	v[14] ^= last ? ~(uint64_t)0 : 0;
	memcpy(m, h->block, sizeof(m));
	for (int r = 0; r < 12; r++) {
		const unsigned char *o = order[r % 10];

		for (int i = 0; i < 4; i++)
			mix(v, i, 4 + i, 8 + i, 12 + i, m[o[2 * i]], m[o[2 * i + 1]]);
		for (int i = 0; i < 4; i++)
			mix(v, i, 4 + (i + 1) % 4, 8 + (i + 2) % 4, 12 + (i + 3) % 4,
			    m[o[8 + 2 * i]], m[o[9 + 2 * i]]);
	}
	for (int i = 0; i < 8; i++)
		h->h[i] ^= v[i] ^ v[8 + i];
}

void hash_init(struct hash *h)
{
	*h = (struct hash){.used = 0};
	memcpy(h->h, start, sizeof(start));
	h->h[0] ^= 0x01010000 ^ HASH_BYTES;
}

void hash_add(struct hash *h, const void *data, size_t n)
{
	const unsigned char *at = data;

	/* The last block is compressed in its own way, so a full one waits until more comes. */
	while (n) {
		size_t part = sizeof(h->block) - h->used;

		if (!part) {
			h->bytes += h->used;
			compress(h, false);
			h->used = 0;
			continue;
		}
		part = part < n ? part : n;
		memcpy(h->block + h->used, at, part);
		h->used += part;
		at += part;
		n -= part;
	}
}

void hash_add_string(struct hash *h, const char *s)
{
	hash_add(h, s, strlen(s) + 1);
}

void hash_end(struct hash *h, char ret_text[HASH_TEXT])
{
	memset(h->block + h->used, 0, sizeof(h->block) - h->used);
	h->bytes += h->used;
	compress(h, true);
	for (int i = 0; i < HASH_BYTES; i++)
		snprintf(ret_text + 2 * i, 3, "%02x", (unsigned int)(h->h[i / 8] >> 8 * (i % 8)) & 0xff);
}

bool hash_file(const char *path, char ret_text[HASH_TEXT])
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	char part[32768];
	struct hash h;
	ssize_t n = -1;

	if (fd < 0)
		return false;
	hash_init(&h);
	while ((n = read(fd, part, sizeof(part))) > 0)
		hash_add(&h, part, (size_t)n);
	close(fd);
	hash_end(&h, ret_text);
	return n == 0;
}
