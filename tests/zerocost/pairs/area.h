/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The functions of the pair "area": objects in pages that come and go. By hand the pages are an array
 * of struct page, and of bits that say which are in use, as a driver would write it.
 */
#ifndef ZEROCOST_AREA_H
#define ZEROCOST_AREA_H

struct area_record {
	u64 word[8];
};

struct heap;

int heap_record_put(struct heap *h, size_t off, const struct area_record *r);
int heap_record_get(struct heap *h, size_t off, struct area_record *r);
int heap_bytes_put(struct heap *h, size_t off, const void *src, size_t len);
int heap_clear(struct heap *h, size_t off, size_t len);

#endif
