/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The content of things as a short name: BLAKE2b (RFC 7693) with 32 bytes, written as 64 digits.
 * Two different contents never have one name, so what was found out about one of them may be kept.
 */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HASH_BYTES = 32, HASH_TEXT = 2 * HASH_BYTES + 1 };

/** struct hash - one under way: hash_init, hash_add…, hash_end */
struct hash {
	uint64_t h[8], bytes;
	unsigned char block[128];
	size_t used;
};

void hash_init(struct hash *h);
void hash_add(struct hash *h, const void *data, size_t n);
/** hash_add_string - @s with its NUL, so that "ab","c" and "a","bc" differ */
void hash_add_string(struct hash *h, const char *s);
void hash_end(struct hash *h, char ret_text[HASH_TEXT]);

/** hash_file - the hash of the content of the file @path; false when it cannot be read */
bool hash_file(const char *path, char ret_text[HASH_TEXT]);

#endif
