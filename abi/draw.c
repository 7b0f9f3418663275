/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "abi/draw.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { DRAW_WIDTH = 46 };

static void push(struct drawing *d, struct draw_row row)
{
	if ((d->n & (d->n - 1)) == 0) {
		struct draw_row *more = realloc(d->rows, (d->n ? d->n * 2 : 1) * sizeof(row));

		if (!more)
			arena_oom();
		d->rows = more;
	}
	d->rows[d->n++] = row;
}

static void hole(struct drawing *d, uint64_t from, uint64_t to, unsigned int depth)
{
	if (to <= from)
		return;
	push(d,
	     (struct draw_row){.kind = DRAW_HOLE, .at = from, .bits = to - from, .depth = depth});
	d->holes++;
	d->hole_bits += to - from;
}

/* Members at @depth from @i on; returns the index behind them. @end: where their group ends. */
static size_t members(struct drawing *d, const struct abi_layout *l, size_t i, unsigned int depth,
		      uint64_t start, uint64_t end, bool in_union)
{
	uint64_t at = start;

	while (i < l->n_fields && l->fields[i].depth >= depth) {
		const struct abi_field *f = &l->fields[i++];
		bool group = f->flags & ABI_F_GROUP;

		if (!in_union)
			hole(d, at, f->at, depth);
		push(d, (struct draw_row){.kind = group ? DRAW_GROUP : DRAW_MEMBER,
					  .at = f->at,
					  .bits = f->bits,
					  .depth = depth,
					  .type = f->type,
					  .name = f->name,
					  .reserved = f->flags & ABI_F_RESERVED,
					  .bitfield = f->flags & ABI_F_BITFIELD});
		if (group) {
			/* Of an array of groups only the first one is written out. */
			const char *array = strchr(f->type, '[');
			uint64_t n = array ? strtoull(array + 1, NULL, 10) : 1;

			i = members(d, l, i, depth + 1, f->at, f->at + (n ? f->bits / n : 0),
				    f->flags & ABI_F_UNION);
		}
		if (f->at + f->bits > at)
			at = f->at + f->bits;
	}
	if (!in_union)
		hole(d, at, end, depth);
	return i;
}

void draw_layout(struct drawing *d, const struct abi_layout *l, bool is_union)
{
	*d = (struct drawing){0};
	members(d, l, 0, 0, 0, l->size * 8, is_union);
	push(d, (struct draw_row){.kind = DRAW_END, .at = l->size * 8, .bits = l->align * 8});
}

void draw_deinit(struct drawing *d)
{
	free(d->rows);
	*d = (struct drawing){0};
}

const char *draw_text(const struct draw_row *row)
{
	static char buffers[2][256];
	static int turn;
	char *s = buffers[turn ^= 1], place[48], width[32];

	snprintf(place, sizeof(place), row->at % 8 ? "%" PRIu64 ".%" PRIu64 : "%" PRIu64,
		 row->at / 8, row->at % 8);
	snprintf(width, sizeof(width), row->bitfield || row->bits % 8 ? ":%" PRIu64 : "%" PRIu64,
		 row->bitfield || row->bits % 8 ? row->bits : row->bits / 8);
	if (row->kind == DRAW_END)
		snprintf(s, sizeof(buffers[0]), "%5s       (end, aligned to %s)", place, width);
	else if (row->kind == DRAW_HOLE)
		snprintf(s, sizeof(buffers[0]), "%5s %4s  %*s(hole)", place, width,
			 (int)row->depth * 2, "");
	else
		snprintf(s, sizeof(buffers[0]), "%5s %4s  %*s%s %s", place, width,
			 (int)row->depth * 2, "", row->type,
			 strcmp(row->name, "-") == 0 ? "" : row->name);
	return s;
}

static bool same_row(const struct draw_row *a, const struct draw_row *b)
{
	if (a->kind != b->kind || a->at != b->at || a->bits != b->bits)
		return false;
	if (a->kind != DRAW_MEMBER)
		return true;
	return strcmp(a->name, b->name) == 0 && strcmp(a->type, b->type) == 0;
}

void draw_pair(const struct abi_layout *a, const struct abi_layout *b, bool is_union,
	       void (*row)(void *arg, const struct draw_row *a, const struct draw_row *b,
			   bool same),
	       void *arg)
{
	struct drawing da = {0}, db = {0};
	size_t i = 0, k = 0;

	if (a)
		draw_layout(&da, a, is_union);
	if (b)
		draw_layout(&db, b, is_union);
	while (i < da.n || k < db.n) {
		const struct draw_row *x = i < da.n ? &da.rows[i] : NULL,
				      *y = k < db.n ? &db.rows[k] : NULL;

		/* Rows at one place stand side by side; the end stands last. */
		if (x && y && x->at != y->at) {
			if (x->at < y->at)
				y = NULL;
			else
				x = NULL;
		} else if (x && y && (x->kind == DRAW_END) != (y->kind == DRAW_END)) {
			if (x->kind == DRAW_END)
				x = NULL;
			else
				y = NULL;
		}
		row(arg, x, y, x && y && same_row(x, y));
		i += x != NULL;
		k += y != NULL;
	}
	draw_deinit(&da);
	draw_deinit(&db);
}

struct columns {
	FILE *out;
	const char *indent;
};

static void print_row(void *arg, const struct draw_row *a, const struct draw_row *b, bool same)
{
	const struct columns *c = arg;
	const char *left = a ? draw_text(a) : "", *right = b ? draw_text(b) : "";

	fprintf(c->out, "%s%-*.*s %c %.*s\n", c->indent, DRAW_WIDTH, DRAW_WIDTH, left,
		same ? '|' : '!', DRAW_WIDTH, right);
}

void draw_beside(FILE *out, const struct abi_layout *a, const struct abi_layout *b, bool is_union,
		 const char *indent)
{
	struct columns c = {out, indent};

	draw_pair(a, b, is_union, print_row, &c);
}

void draw_one(FILE *out, const struct abi_layout *l, bool is_union, const char *indent)
{
	struct drawing d;

	draw_layout(&d, l, is_union);
	for (size_t i = 0; i < d.n; i++)
		fprintf(out, "%s%s%s\n", indent, draw_text(&d.rows[i]),
			d.rows[i].reserved ? "  ; reserved" : "");
	draw_deinit(&d);
}
