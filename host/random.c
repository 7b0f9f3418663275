/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include <cleat/random.h>

#include <sys/random.h>

/* The kernel gives up to 256 bytes whole, once its generator is ready. */
void get_random_bytes(void *buf, size_t n)
{
	for (size_t done = 0; done < n;) {
		ssize_t got = getrandom((char *)buf + done, min_t(size_t, n - done, 256), 0);

		if (got > 0)
			done += (size_t)got;
	}
}

#define DRAW(T)                                                                                    \
	T get_random_##T(void)                                                                     \
	{                                                                                          \
		T r;                                                                               \
                                                                                                   \
		get_random_bytes(&r, sizeof(r));                                                   \
		return r;                                                                          \
	}
DRAW(u8)
DRAW(u16)
DRAW(u32)
DRAW(u64)

/* The first numbers of 2^32 % ceil would make some more likely than others. */
u32 get_random_u32_below(u32 ceil)
{
	u32 r;

	do {
		r = get_random_u32();
	} while (r < -ceil % ceil);
	return r % ceil;
}
