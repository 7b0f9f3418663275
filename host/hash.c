/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* SipHash-2-4 of one 64-bit word (J.-P. Aumasson, D. J. Bernstein: "SipHash: a fast short-input PRF"). */
#include "libc.h"

#include <cleat/hash.h>
#include <sys/random.h>

static u64 key[2];
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void draw_key(void)
{
	if (getrandom(key, sizeof(key), 0) != sizeof(key))
		abort();
}

static u64 rotate(u64 v, int n)
{
	return v << n | v >> (64 - n);
}

static void rounds(u64 v[4], int n)
{
	while (n--) {
		v[0] += v[1];
		v[2] += v[3];
		v[1] = rotate(v[1], 13) ^ v[0];
		v[3] = rotate(v[3], 16) ^ v[2];
		v[0] = rotate(v[0], 32);
		v[2] += v[1];
		v[0] += v[3];
		v[1] = rotate(v[1], 17) ^ v[2];
		v[3] = rotate(v[3], 21) ^ v[0];
		v[2] = rotate(v[2], 32);
	}
}

u32 cleat_hash_id(u64 value)
{
	const u64 length = 8ull << 56;
	u64 v[4];

	pthread_once(&once, draw_key);
	v[0] = key[0] ^ 0x736f6d6570736575;
	v[1] = key[1] ^ 0x646f72616e646f6d;
	v[2] = key[0] ^ 0x6c7967656e657261;
	v[3] = key[1] ^ 0x7465646279746573;
	v[3] ^= value;
	rounds(v, 2);
	v[0] ^= value;
	v[3] ^= length;
	rounds(v, 2);
	v[0] ^= length;
	v[2] ^= 0xff;
	rounds(v, 4);
	return (u32)(v[0] ^ v[1] ^ v[2] ^ v[3]);
}
