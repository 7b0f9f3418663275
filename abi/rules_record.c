/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Layout against layout. Bytes come first and names second: a member that keeps its bytes is
 * compatible whatever it is called, and a name that stands on other bytes is a break. Every record
 * gives at most one finding for each set of profiles; its sentence tells the worst difference.
 */
#define _GNU_SOURCE
#include "abi/leaves.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct context {
	const struct pair *p;
	struct leaves o, n; /* old, new */
	/* The worst so far. */
	int verdict;
	const char *code, *what, *fix;
	unsigned int differences;
};

__attribute__((format(printf, 5, 6))) static void
found(struct context *c, const char *code, int verdict, const char *fix, const char *fmt, ...)
{
	va_list ap;
	char *s;

	c->differences++;
	if (verdict <= c->verdict)
		return;
	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		arena_oom();
	va_end(ap);
	c->verdict = verdict;
	c->code = code;
	c->what = arena_copy(&c->p->r->arena, s, strlen(s));
	c->fix = fix;
	free(s);
}

/* "offset 8" or "offset 8, bit 3". */
static const char *place(struct context *c, uint64_t bits)
{
	struct arena *a = &c->p->r->arena;

	if (bits % 8)
		return arena_format(a, "offset %" PRIu64 ", bit %" PRIu64, bits / 8, bits % 8);
	return arena_format(a, "offset %" PRIu64, bits / 8);
}

static const char *width(struct context *c, uint64_t bits)
{
	struct arena *a = &c->p->r->arena;

	if (bits % 8)
		return arena_format(a, "%" PRIu64 " bits", bits);
	return arena_format(a, "%" PRIu64 " byte%s", bits / 8, bits == 8 ? "" : "s");
}

/* A member of type "struct x" that is now of type "struct y": the same bytes inside? */
static int record_retyped(struct context *c, const struct abi_field *f, const struct abi_field *g)
{
	const struct pair *p = c->p;
	const struct abi_entity *x, *y;
	int first = __builtin_ctz(p->mask);

	if (!leaves_is_record(f->type) || !leaves_is_record(g->type))
		return ABI_NOTE;
	x = leaves_record_named(p->r->a, f->type);
	y = leaves_record_named(p->r->b, g->type);
	if (!x || !y || !abi_entity_variant(x, (unsigned int)first) ||
	    !abi_entity_variant(y, (unsigned int)p->r->profile_b[first]))
		return ABI_NOTE;
	return rules_verdict_record(p->r, x, y, abi_entity_variant(x, (unsigned int)first),
				    abi_entity_variant(y, (unsigned int)p->r->profile_b[first]),
				    p->mask);
}

static void same_place(struct context *c, struct leaf *o, struct leaf *n)
{
	const struct abi_field *f = o->f, *g = n->f;
	bool reserved = f->flags & ABI_F_RESERVED;
	int inner;

	if (f->bits != g->bits) {
		if (g->flags & ABI_F_FLEX &&
		    o->to >= c->o.size - (c->p->va->layout.align - 1) * 8) {
			found(c, "flexible", ABI_NOTE, NULL,
			      "%s is now %s: sizeof changes, the bytes do not", o->path, g->type);
			return;
		}
		if (reserved && n->to < o->to)
			return;
		if (f->flags & ABI_F_RECORD && strcmp(f->type, g->type) == 0 &&
		    n->to <= o->union_to && n->to > o->to) {
			found(c, "grown-inside", ABI_GROWTH, NULL, "%s (%s) grew inside its union",
			      o->path, f->type);
			return;
		}
		found(c, "resized", ABI_BREAK,
		      "keep the member as it is and add a new one at the end of the struct",
		      "%s was %s wide and is %s: programs read and write the old width", o->path,
		      width(c, f->bits), width(c, g->bits));
		return;
	}
	if (strcmp(f->type, g->type) == 0 || reserved)
		return;
	inner = record_retyped(c, f, g);
	if (inner == ABI_BREAK)
		found(c, "retyped", ABI_BREAK,
		      "give the new type the old layout, or add a new member",
		      "%s was %s and is %s, which lies in memory in another way", o->path, f->type,
		      g->type);
	else if (f->flags & ABI_F_FLEX && g->flags & ABI_F_FLEX)
		found(c, "flexible", ABI_NOTE, NULL, "%s was %s and is %s: the bytes are the same",
		      o->path, f->type, g->type);
	else
		found(c, "retyped", ABI_NOTE, NULL, "%s was %s and is %s: the bytes are the same",
		      o->path, f->type, g->type);
}

/* A member of the new layout that has exactly the bytes of @o and a name of its own. */
static struct leaf *renamed_to(struct context *c, const struct leaf *o)
{
	for (size_t i = 0; i < c->n.n; i++) {
		struct leaf *n = &c->n.items[i];

		if (n->from == o->from && n->to == o->to && !n->matched &&
		    !leaves_by_path(&c->o, n->path) &&
		    (n->f->flags & ABI_F_FLEX) == (o->f->flags & ABI_F_FLEX))
			return n;
	}
	return NULL;
}

static void old_member(struct context *c, struct leaf *o)
{
	struct leaf *n = leaves_by_path(&c->n, o->path);

	if (o->f->flags & ABI_F_RESERVED) {
		/* Reserved bytes may be given away; what stands there now is looked at as new. */
		if (n && n->from >= o->from && n->to <= o->to) {
			n->matched = true;
			return;
		}
		if (n && n->from != o->from && n->f->flags & ABI_F_RESERVED)
			return;
	}
	if (n && n->from == o->from) {
		n->matched = true;
		same_place(c, o, n);
		return;
	}
	if (n) {
		n->matched = true;
		found(c, "moved", ABI_BREAK,
		      "put the members back in their order and add new ones at the end of the "
		      "struct",
		      "%s was at %s and is at %s: old programs find other bytes there", o->path,
		      place(c, o->from), place(c, n->from));
		return;
	}
	n = renamed_to(c, o);
	if (n) {
		n->matched = true;
		if (n->f->flags & ABI_F_RESERVED && !(o->f->flags & ABI_F_RESERVED))
			found(c, "member-retired", ABI_NOTE,
			      "keep the name: programs that read it find nothing there, and the "
			      "source fails",
			      "%s is retired: its bytes are reserved now (%s)", o->path, n->path);
		else if (!(o->f->flags & ABI_F_RESERVED))
			found(c, "renamed", ABI_NOTE,
			      "keep the old name beside the new one in a union",
			      "%s is called %s now: the bytes are the same", o->path, n->path);
		else if (!(n->f->flags & ABI_F_RESERVED))
			found(c, "reserved-used", ABI_GROWTH,
			      "this is right if the driver has always refused values other than "
			      "zero there",
			      "%s uses bytes that were reserved (%s)", n->path, o->path);
		return;
	}
	if (!(o->f->flags & ABI_F_RESERVED))
		found(c, "member-removed", ABI_BREAK,
		      "keep the member (its bytes may be ignored), and mark it obsolete in its "
		      "comment",
		      "%s (%s at %s) is gone", o->path, width(c, o->to - o->from),
		      place(c, o->from));
}

enum { IN_MEMBER = 1, IN_RESERVED = 2, IN_HOLE = 4, IN_UNION = 8, BEYOND = 16 };

/* Does @n belong to an alternative of a union that the old layout does not have? */
static bool new_alternative(struct context *c, const struct leaf *n)
{
	if (n->union_to <= n->union_from)
		return false;
	if (n->in_union)
		return true;
	for (size_t i = 0; i < c->n.n; i++)
		if (c->n.items[i].group == n->group && leaves_by_path(&c->o, c->n.items[i].path))
			return false;
	return true;
}

/* What the old layout had in the bits of @n. */
static unsigned int was_there(struct context *c, const struct leaf *n)
{
	uint64_t end = n->to < c->o.size ? n->to : c->o.size;
	bool fresh = new_alternative(c, n);
	unsigned int kinds = n->to > c->o.size || n->from >= c->o.size ? BEYOND : 0;

	/* Walk from the leaf's start; at each place look for an old member that covers it. */
	for (uint64_t at = n->from; at < end;) {
		uint64_t next = end;
		unsigned int kind = IN_HOLE;

		for (size_t i = 0; i < c->o.n; i++) {
			const struct leaf *o = &c->o.items[i];

			if (o->from <= at && at < o->to) {
				unsigned int this = o->f->flags & ABI_F_RESERVED ? IN_RESERVED
										 : IN_MEMBER;

				if (kind == IN_HOLE || this == IN_MEMBER)
					kind = this;
				next = o->to < next ? o->to : next;
			} else if (o->from > at && o->from < next) {
				next = o->from;
			}
			/* Between an alternative's members a union has holes; another may use them.
			 */
			if (o->union_from <= at && at < o->union_to && kind == IN_HOLE && fresh)
				kind = IN_UNION;
		}
		kinds |= kind;
		at = next;
	}
	return kinds;
}

/* Does @n begin behind all old members (of its alternative, in a union) of a record that grew? */
static bool in_growing_tail(struct context *c, const struct leaf *n)
{
	if (c->n.size <= c->o.size)
		return false;
	for (size_t i = 0; i < c->n.n; i++) {
		const struct leaf *x = &c->n.items[i], *o = leaves_by_path(&c->o, x->path);

		if (o && x->group == n->group && o->to > n->from)
			return false;
	}
	return true;
}

static void new_member(struct context *c, struct leaf *n)
{
	unsigned int was = was_there(c, n);
	bool reserved = n->f->flags & ABI_F_RESERVED;
	bool zero = c->p->a->holes_zero;

	/* A union laid over old members gives them another view; their holes stay holes. */
	if (was & IN_MEMBER && n->in_union && n->f->flags & ABI_F_RECORD)
		was = IN_MEMBER;
	if (was & IN_HOLE && in_growing_tail(c, n))
		return;
	if (was & IN_HOLE && reserved) {
		found(c, "hole-named", ABI_GROWTH, NULL,
		      "%s gives a name to bytes that were a hole", n->path);
		return;
	}
	if (was & IN_HOLE && !zero) {
		found(c, "hole-filled", ABI_BREAK,
		      "add it at the end and tell the two sizes apart, or guard it with a new "
		      "flag; if the "
		      "driver has always refused non-zero bytes there, freeze the struct with "
		      "holes=zero",
		      "%s (%s at %s) lies in what was padding: old programs leave anything there",
		      n->path, width(c, n->to - n->from), place(c, n->from));
		return;
	}
	if (was & BEYOND)
		return; /* The size tells. */
	if (was & (IN_MEMBER | IN_UNION))
		found(c, "union-alternative", ABI_GROWTH, NULL,
		      "%s is another view of bytes that were there", n->path);
	else if (was & IN_RESERVED && !reserved)
		found(c, "reserved-used", ABI_GROWTH,
		      "this is right if the driver has always refused values other than zero there",
		      "%s uses bytes that were reserved", n->path);
	else if (was & IN_HOLE)
		found(c, "hole-filled", ABI_GROWTH, NULL,
		      "%s uses a hole that was always checked to be zero", n->path);
	else if (n->from == n->to)
		found(c, "flexible", ABI_NOTE, NULL, "%s names what follows the struct", n->path);
}

/* Is every record that embeds this one as large as before? Then the growth went into their room. */
static bool absorbed(struct context *c)
{
	const struct abi_report *r = c->p->r;
	unsigned int p = (unsigned int)__builtin_ctz(c->p->mask), users = 0;
	char *type = NULL;
	bool fine = true;

	if (asprintf(&type, "%s %s", abi_kind_word(c->p->a->kind), c->p->a->name) < 0)
		arena_oom();
	for (size_t i = 0; i < r->a->n_entities && fine; i++) {
		const struct abi_entity *e = r->a->entities[i], *f;
		const struct abi_variant *v = e->kind == ABI_STRUCT || e->kind == ABI_UNION
						      ? abi_entity_variant(e, p)
						      : NULL;
		const struct abi_variant *w;
		bool uses = false;

		for (size_t k = 0; v && k < v->layout.n_fields; k++)
			uses |= v->layout.fields[k].flags & ABI_F_RECORD &&
				strcmp(v->layout.fields[k].type, type) == 0;
		if (!uses)
			continue;
		users++;
		f = abi_model_find(r->b, e->kind, e->name, NULL);
		w = f ? abi_entity_variant(f, (unsigned int)r->profile_b[p]) : NULL;
		fine = w && w->layout.size == v->layout.size;
	}
	free(type);
	return fine && users;
}

static void size_changed(struct context *c)
{
	const struct abi_layout *o = &c->p->va->layout, *n = &c->p->vb->layout;
	const struct abi_entity *io;
	int policy = rules_policy(c->p->a);

	if (n->size < o->size) {
		bool last_flex = o->n_fields && n->n_fields && c->verdict == ABI_NOTE &&
				 strcmp(c->code, "flexible") == 0;

		if (!last_flex)
			found(c, "shrunk", ABI_BREAK,
			      "pad the struct to its old size with a reserved member",
			      "it was %" PRIu64 " bytes and is %" PRIu64
			      ": old programs pass more than is read",
			      o->size, n->size);
		return;
	}
	io = rules_ioctl_using(c->p->r, c->p->a);
	if (policy == ABI_SIZED || policy == ABI_BY_NUMBER || policy == ABI_OPEN) {
		found(c, "grown", ABI_GROWTH, NULL,
		      "it grew at the end from %" PRIu64 " to %" PRIu64
		      " bytes, which its policy (%s) allows",
		      o->size, n->size, abi_policy_word((enum abi_policy)policy));
	} else if (!io && absorbed(c)) {
		found(c, "grown-inside", ABI_GROWTH, NULL,
		      "it grew from %" PRIu64 " to %" PRIu64
		      " bytes inside structs that keep their size",
		      o->size, n->size);
	} else if (io) {
		found(c, "grown", ABI_BREAK,
		      "add a new struct and a new ioctl number; or, if the driver copies the "
		      "smaller of the two "
		      "sizes and fills the rest with zeros, freeze the struct with the policy "
		      "by-number",
		      "it grew from %" PRIu64 " to %" PRIu64 " bytes, so the number of %s changes",
		      o->size, n->size, io->name);
	} else {
		found(c, "grown", ABI_BREAK,
		      "add a new struct; or, if callers tell the size they know, freeze it with "
		      "the policy sized",
		      "it grew from %" PRIu64 " to %" PRIu64
		      " bytes, and nothing says that callers tell their size",
		      o->size, n->size);
	}
}

/* A struct that callers size is in nobody's array, and in no other struct. */
static bool may_realign(const struct context *c)
{
	int policy = rules_policy(c->p->a);

	return (policy == ABI_SIZED || policy == ABI_BY_NUMBER || policy == ABI_OPEN) &&
	       c->n.size > c->o.size;
}

static void compare_layouts(struct context *c)
{
	const struct abi_layout *o = &c->p->va->layout, *n = &c->p->vb->layout;

	leaves_open(&c->o, c->p, false);
	leaves_open(&c->n, c->p, true);
	for (size_t i = 0; i < c->o.n; i++)
		old_member(c, &c->o.items[i]);
	for (size_t i = 0; i < c->n.n; i++)
		if (!c->n.items[i].matched && !leaves_by_path(&c->o, c->n.items[i].path))
			new_member(c, &c->n.items[i]);
	if (o->size != n->size)
		size_changed(c);
	if (o->align != n->align && !may_realign(c))
		found(c, "alignment", ABI_BREAK,
		      "keep the alignment: __attribute__((packed, aligned(N)))",
		      "its alignment was %" PRIu64 " and is %" PRIu64
		      ": structs that embed it, and arrays of it, move",
		      o->align, n->align);
	free(c->o.items);
	free(c->n.items);
}

int rules_verdict_record(struct abi_report *r, const struct abi_entity *a,
			 const struct abi_entity *b, const struct abi_variant *va,
			 const struct abi_variant *vb, uint32_t mask)
{
	struct pair p = {.r = r, .a = a, .b = b, .va = va, .vb = vb, .mask = mask};
	struct context c = {.p = &p, .verdict = -1};

	compare_layouts(&c);
	return c.verdict;
}

void rules_record(const struct pair *p)
{
	struct context c = {.p = p, .verdict = -1};

	if (p->va == p->vb || abi_variant_equal(ABI_STRUCT, p->va, p->vb))
		return;
	compare_layouts(&c);
	if (c.verdict < 0)
		return;
	if (c.differences > 1)
		rules_add(p, c.code, (enum abi_verdict)c.verdict, c.fix,
			  "%s (and %u more difference%s)", c.what, c.differences - 1,
			  c.differences > 2 ? "s" : "");
	else
		rules_add(p, c.code, (enum abi_verdict)c.verdict, c.fix, "%s", c.what);
}
