/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_BITOPS_H
#define CLEAT_HOST_BITOPS_H

#include "types.h"

#define BITS_PER_LONG (8 * (int)sizeof(long))
#define BITS_PER_BYTE 8
#define BITS_TO_LONGS(bits) DIV_ROUND_UP(bits, 8 * sizeof(long))
#define BIT_WORD(nr) ((nr) / (8 * sizeof(long)))
#define BIT_MASK(nr) (1ul << ((unsigned long)(nr) % (8 * sizeof(long))))
#define DECLARE_BITMAP(name, bits) unsigned long name[BITS_TO_LONGS(bits)]

#define __CLEAT_BIT_FN static inline __maybe_unused

/* The atomic changes: name, builtin, the operand made of the mask, order. */
#define __CLEAT_BIT_OP(name, fetch, operand, order)                                                \
	__CLEAT_BIT_FN void name(long nr __length, unsigned long *map)            \
	{                                                                                          \
		fetch(&map[BIT_WORD(nr)], operand BIT_MASK(nr), order);                            \
	}
#define __CLEAT_BIT_TEST_AND(name, fetch, operand, order)                                          \
	__CLEAT_BIT_FN bool name(long nr __length, unsigned long *map)            \
	{                                                                                          \
		return fetch(&map[BIT_WORD(nr)], operand BIT_MASK(nr), order) & BIT_MASK(nr);      \
	}
__CLEAT_BIT_OP(set_bit, __atomic_fetch_or, , __ATOMIC_RELAXED)
__CLEAT_BIT_OP(clear_bit, __atomic_fetch_and, ~, __ATOMIC_RELAXED)
__CLEAT_BIT_OP(change_bit, __atomic_fetch_xor, , __ATOMIC_RELAXED)
__CLEAT_BIT_OP(clear_bit_unlock, __atomic_fetch_and, ~, __ATOMIC_RELEASE)
__CLEAT_BIT_TEST_AND(test_and_set_bit, __atomic_fetch_or, , __ATOMIC_SEQ_CST)
__CLEAT_BIT_TEST_AND(test_and_clear_bit, __atomic_fetch_and, ~, __ATOMIC_SEQ_CST)
__CLEAT_BIT_TEST_AND(test_and_change_bit, __atomic_fetch_xor, , __ATOMIC_SEQ_CST)
__CLEAT_BIT_TEST_AND(test_and_set_bit_lock, __atomic_fetch_or, , __ATOMIC_ACQUIRE)

__CLEAT_BIT_FN bool test_bit(long nr __length, const unsigned long *map)
{
	return __atomic_load_n(&map[BIT_WORD(nr)], __ATOMIC_RELAXED) & BIT_MASK(nr);
}

__CLEAT_BIT_FN bool test_bit_acquire(long nr __length, const unsigned long *map)
{
	return __atomic_load_n(&map[BIT_WORD(nr)], __ATOMIC_ACQUIRE) & BIT_MASK(nr);
}

/* The plain changes. */
#define __CLEAT_BIT_PLAIN(name, op, operand)                                                       \
	__CLEAT_BIT_FN bool __test_and_##name(long nr __length,                                    \
					      unsigned long *map)                 \
	{                                                                                          \
		unsigned long *word = &map[BIT_WORD(nr)];                                          \
		bool old = *word & BIT_MASK(nr);                                                   \
                                                                                                   \
		*word = *word op operand BIT_MASK(nr);                                             \
		return old;                                                                        \
	}                                                                                          \
	__CLEAT_BIT_FN void __##name(long nr __length, unsigned long *map)        \
	{                                                                                          \
		__test_and_##name(nr, map);                                                        \
	}
__CLEAT_BIT_PLAIN(set_bit, |, )
__CLEAT_BIT_PLAIN(clear_bit, &, ~)
__CLEAT_BIT_PLAIN(change_bit, ^, )

/* The first bit from @from on that is @want, or @size. Others may change bits meanwhile. */
__CLEAT_BIT_FN unsigned long cleat_find_bit(const unsigned long *map, unsigned long size,
					    unsigned long from, bool want)
{
	while (from < size) {
		unsigned long word = READ_ONCE(map[BIT_WORD(from)]) ^ (want ? 0 : ~0ul);

		word &= ~0ul << (from % (8 * sizeof(long)));
		if (word)
			return min(round_down(from,
					      8 * sizeof(long)) + (unsigned long)__builtin_ctzl(word),
				   size);
		from = round_down(from, 8 * sizeof(long)) + 8 * sizeof(long);
	}
	return size;
}

#define find_next_bit(map, size, from) cleat_find_bit(map, size, from, true)
#define find_first_bit(map, size) cleat_find_bit(map, size, 0, true)
#define find_next_zero_bit(map, size, from) cleat_find_bit(map, size, from, false)
#define find_first_zero_bit(map, size) cleat_find_bit(map, size, 0, false)

__CLEAT_BIT_FN unsigned long find_last_bit(const unsigned long *map __elements((size + 63) / 64),
					   unsigned long size)
{
	for (unsigned long nr = size; nr--;)
		if (test_bit((long)nr, map))
			return nr;
	return size;
}

#define for_each_set_bit(nr, map, size)                                                            \
	for ((nr) = find_first_bit(map, size); (nr) < (size);                                      \
	     (nr) = find_next_bit(map, size, (unsigned long)(nr) + 1))

__CLEAT_BIT_FN void bitmap_zero(unsigned long *map __elements((bits + 63) / 64) __writes,
				unsigned int bits)
{
	for (unsigned int i = 0; i < BITS_TO_LONGS(bits); i++)
		map[i] = 0;
}

__CLEAT_BIT_FN void bitmap_fill(unsigned long *map __elements((bits + 63) / 64) __writes,
				unsigned int bits)
{
	for (unsigned int i = 0; i < BITS_TO_LONGS(bits); i++)
		map[i] = ~0ul;
	if (bits % (8 * sizeof(long)))
		map[bits / (8 * sizeof(long))] = BIT_MASK(bits) - 1;
}

__CLEAT_BIT_FN unsigned int bitmap_weight(const unsigned long *map __elements((bits + 63) / 64),
					  unsigned int bits)
{
	unsigned int n = 0;
	unsigned long nr;

	for_each_set_bit(nr, map, bits)
		n++;
	return n;
}

#ifdef __CLEAT_CHECK__
/* What is to be proven of a bit is that its word exists. */
#define __CLEAT_WORD(nr, map) 0, &(map)[(unsigned long)(nr) / 64]
#define set_bit(nr, map) set_bit(__CLEAT_WORD(nr, map))
#define clear_bit(nr, map) clear_bit(__CLEAT_WORD(nr, map))
#define change_bit(nr, map) change_bit(__CLEAT_WORD(nr, map))
#define clear_bit_unlock(nr, map) clear_bit_unlock(__CLEAT_WORD(nr, map))
#define test_and_set_bit(nr, map) test_and_set_bit(__CLEAT_WORD(nr, map))
#define test_and_clear_bit(nr, map) test_and_clear_bit(__CLEAT_WORD(nr, map))
#define test_and_change_bit(nr, map) test_and_change_bit(__CLEAT_WORD(nr, map))
#define test_and_set_bit_lock(nr, map) test_and_set_bit_lock(__CLEAT_WORD(nr, map))
#define test_bit(nr, map) test_bit(__CLEAT_WORD(nr, map))
#define test_bit_acquire(nr, map) test_bit_acquire(__CLEAT_WORD(nr, map))
#define __set_bit(nr, map) __set_bit(__CLEAT_WORD(nr, map))
#define __clear_bit(nr, map) __clear_bit(__CLEAT_WORD(nr, map))
#define __change_bit(nr, map) __change_bit(__CLEAT_WORD(nr, map))
#define __test_and_set_bit(nr, map) __test_and_set_bit(__CLEAT_WORD(nr, map))
#define __test_and_clear_bit(nr, map) __test_and_clear_bit(__CLEAT_WORD(nr, map))
#define __test_and_change_bit(nr, map) __test_and_change_bit(__CLEAT_WORD(nr, map))
#endif

#define bitmap_empty(map, bits) (find_first_bit(map, bits) == (bits))
#define bitmap_full(map, bits) (find_first_zero_bit(map, bits) == (bits))

#define hweight32(w) ((unsigned int)__builtin_popcount((u32)(w)))
#define hweight64(w) ((unsigned long)__builtin_popcountll(w))
#define ffs(x) __builtin_ffs(x)
/* The lowest bit that is set; @word is not 0. */
#define __ffs(word) ((unsigned long)__builtin_ctzl(word))

__CLEAT_BIT_FN int fls(unsigned int x)
{
	return x ? 32 - __builtin_clz(x) : 0;
}

__CLEAT_BIT_FN int fls64(u64 x)
{
	return x ? 64 - __builtin_clzll(x) : 0;
}

/* The power of two in @x, which is not 0; a constant for a constant. */
#define ilog2(x) (63 - __builtin_clzll((unsigned long long)(x)))

#endif
