/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A layout as rows: every member and every hole, in memory order, ready to be printed by itself or
 * beside another one.
 */
#ifndef ABI_DRAW_H
#define ABI_DRAW_H

#include "abi/model.h"

#include <stdio.h>

enum draw_kind { DRAW_MEMBER, DRAW_GROUP, DRAW_HOLE, DRAW_END };

/** struct draw_row - one line; @at and @bits in bits; @type and @name of holes are NULL */
struct draw_row {
	enum draw_kind kind;
	uint64_t at, bits;
	unsigned int depth;
	const char *type, *name;
	bool reserved, bitfield;
};

struct drawing {
	struct draw_row *rows;
	size_t n;
	unsigned int holes;
	uint64_t hole_bits;
};

/** draw_layout - rows of @l; @is_union: a top-level union, which has no holes between members */
void draw_layout(struct drawing *d, const struct abi_layout *l, bool is_union);

void draw_deinit(struct drawing *d);

/** draw_text - "  8   4  __u32 flags" of one row, in a static buffer of two that alternate */
const char *draw_text(const struct draw_row *row);

/** draw_beside - both layouts as two columns; rows that differ are marked. @b or @a may be NULL */
void draw_beside(FILE *out, const struct abi_layout *a, const struct abi_layout *b, bool is_union,
		 const char *indent);

/** draw_one - one layout with its holes */
void draw_one(FILE *out, const struct abi_layout *l, bool is_union, const char *indent);

/** draw_pair - for row after row of two layouts, call @row with those that belong on one line */
void draw_pair(const struct abi_layout *a, const struct abi_layout *b, bool is_union,
	       void (*row)(void *arg, const struct draw_row *a, const struct draw_row *b,
			   bool same),
	       void *arg);

#endif
