/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_ABI_STRING_H
#define CLEAT_ABI_STRING_H
#include <stddef.h>
void *memcpy(void *to, const void *from, size_t n);
void *memset(void *to, int byte, size_t n);
int memcmp(const void *a, const void *b, size_t n);
size_t strlen(const char *s);
char *strcpy(char *to, const char *from);
#endif
