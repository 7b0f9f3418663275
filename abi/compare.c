/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Which facts belong together, and what is gone or new. The rules proper are in rules_record.c and
 * rules_value.c.
 */
#define _GNU_SOURCE
#include "abi/rules.h"

#include "abi/naming.h"
#include "base/diag.h"

#include <fnmatch.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const verdict_words[] = {"note", "growth", "waived", "break"};

const char *abi_verdict_word(enum abi_verdict v)
{
	return verdict_words[v];
}

const char *abi_profiles(struct arena *a, const struct abi_model *m, uint32_t mask)
{
	const char *s = "";

	for (unsigned int i = 0; i < m->n_profiles; i++)
		if (mask >> i & 1)
			s = arena_format(a, "%s%s%s", s, *s ? "," : "", m->profiles[i]->name);
	return s;
}

struct abi_finding *rules_report(struct abi_report *r, struct abi_finding f)
{
	r->findings = arena_array(&r->arena, r->findings, r->n_findings, sizeof(f));
	r->findings[r->n_findings] = f;
	return &r->findings[r->n_findings++];
}

struct abi_finding *rules_add(const struct pair *p, const char *code, enum abi_verdict verdict,
			      const char *fix, const char *fmt, ...)
{
	struct abi_finding f = {.code = code,
				.verdict = verdict,
				.fix = fix,
				.mask = p->mask,
				.a = p->a,
				.b = p->b,
				.va = p->va,
				.vb = p->vb};
	const struct abi_entity *e = p->a ? p->a : p->b;
	struct abi_finding *last;
	va_list ap;
	char *s;

	va_start(ap, fmt);
	if (vasprintf(&s, fmt, ap) < 0)
		arena_oom();
	va_end(ap);
	f.what = arena_copy(&p->r->arena, s, strlen(s));
	free(s);
	f.name = e->name;
	f.header = e->header;
	f.kind = e->kind;
	f.line = p->b ? p->b->line : 0;
	/* The same difference in another profile is the same finding. */
	for (size_t i = p->r->n_findings;
	     i-- > 0 && p->r->findings[i].a == p->a && p->r->findings[i].b == p->b;) {
		last = &p->r->findings[i];
		if (strcmp(last->code, code) == 0 && last->verdict == verdict) {
			last->mask |= p->mask;
			return last;
		}
	}
	return rules_report(p->r, f);
}

int rules_policy(const struct abi_entity *e)
{
	return e->has_policy || e->policy ? (int)e->policy : -1;
}

const struct abi_entity *rules_ioctl_using(const struct abi_report *r, const struct abi_entity *e)
{
	size_t n = strlen(e->name);

	for (size_t i = 0; i < r->n_ioctls; i++) {
		const struct abi_entity *io = r->ioctls[i];
		const char *arg = io->variants[0].ioctl.arg;

		arg = arg && strchr(arg, ' ') ? strchr(arg, ' ') + 1 : arg;
		if (arg && strncmp(arg, e->name, n) == 0 && !arg[n])
			return io;
	}
	return NULL;
}

bool rules_is_record(enum abi_kind k)
{
	return k == ABI_STRUCT || k == ABI_UNION;
}

/* The entity of @m that @e corresponds to: the same name, if possible of the same kind and header.
 */
static struct abi_entity *counterpart(const struct abi_model *m, const struct abi_entity *e)
{
	static const enum abi_kind values[] = {ABI_CONST, ABI_ENUMERATOR, ABI_IOCTL, ABI_OPAQUE,
					       ABI_STRING};
	struct abi_entity *f = abi_model_find(m, e->kind, e->name, e->header);

	if (!f)
		f = abi_model_find(m, e->kind, e->name, NULL);
	if (rules_is_record(e->kind))
		return f ? f
			 : abi_model_find(m, e->kind == ABI_STRUCT ? ABI_UNION : ABI_STRUCT,
					  e->name, NULL);
	if (e->kind == ABI_MACRO || e->kind == ABI_SYSCALL)
		return f;
	for (size_t i = 0; !f && i < sizeof(values) / sizeof(values[0]); i++)
		f = abi_model_find(m, values[i], e->name, NULL);
	return f;
}

static void compare_pair(const struct pair *p)
{
	if (rules_is_record(p->a->kind))
		rules_record(p);
	else if (p->a->kind == p->b->kind && abi_variant_equal(p->a->kind, p->va, p->vb) &&
		 p->a->kind != ABI_MACRO && p->a->kind != ABI_OPAQUE)
		return;
	else
		rules_value(p);
}

static unsigned long facts_of(const struct abi_entity *e)
{
	return rules_is_record(e->kind) ? 2 + 2 * e->variants[0].layout.n_fields : 1;
}

/* Each pair of facts once, with all the profiles in which they stand beside each other. */
static void compare_entities(struct abi_report *r, const struct abi_entity *a,
			     const struct abi_entity *b)
{
	uint32_t gone = 0;

	for (unsigned int i = 0; i < a->n_variants; i++) {
		uint32_t left = a->variants[i].mask;

		while (left) {
			int p = __builtin_ctz(left);
			const struct abi_variant *vb =
				abi_entity_variant(b, (unsigned int)r->profile_b[p]);
			struct pair pair = {
				.r = r, .a = a, .b = b, .va = &a->variants[i], .vb = vb};

			if (!vb) {
				gone |= 1u << p;
				left &= left - 1;
				continue;
			}
			for (uint32_t rest = left; rest; rest &= rest - 1) {
				int q = __builtin_ctz(rest);

				if (vb->mask >> r->profile_b[q] & 1)
					pair.mask |= 1u << q;
			}
			left &= ~pair.mask;
			compare_pair(&pair);
		}
	}
	if (gone) {
		struct pair pair = {.r = r,
				    .a = a,
				    .b = b,
				    .mask = gone,
				    .va = abi_entity_variant(a, (unsigned int)__builtin_ctz(gone))};

		rules_add(&pair, "removed", ABI_BREAK, "keep it on every machine that had it",
			  "the %s is gone on %s", abi_kind_word(a->kind),
			  abi_profiles(&r->arena, r->a, gone));
	}
}

/* All entities of one header of the older model. */
static void compare_header(struct abi_report *r, size_t from, size_t to)
{
	const char *path = r->a->entities[from]->header;
	bool gone = !rules_has_header(r->b, path),
	     survivor = gone && rules_header_has_survivor(r, from, to);

	if (gone)
		rules_header_gone(r, path, to - from, survivor, r->a->entities[from]->level);
	for (size_t i = from; i < to; i++) {
		const struct abi_entity *a = r->a->entities[i], *b;

		if (a->kind == ABI_ENUM)
			continue;
		b = r->partners[i];
		r->facts += facts_of(a);
		if (b)
			compare_entities(r, a, b);
		else if (!gone || survivor)
			rules_removed(r, a);
	}
}

static const struct abi_finding *finding_of(const struct abi_report *r, const char *name, size_t n)
{
	for (size_t i = 0; i < r->n_findings; i++)
		if (strncmp(r->findings[i].name, name, n) == 0 && !r->findings[i].name[n])
			return &r->findings[i];
	return NULL;
}

/* A value whose text did not change takes the verdict of what its text names. */
static void settle_derived(struct abi_report *r, struct abi_finding *f)
{
	const struct abi_finding *worst = NULL;
	size_t n;

	for (const char *s = f->a->text; (s = abi_next_name(s, &n)); s += n) {
		const struct abi_finding *of = finding_of(r, s, n);

		if (of && of != f && (!worst || of->verdict > worst->verdict))
			worst = of;
	}
	if (!worst)
		return;
	f->verdict = worst->verdict;
	f->folded = true;
	f->what = arena_format(&r->arena, "%s (follows %s)", f->what, worst->name);
}

/* An ioctl number that changed because its struct grew is one change, not two. */
static void settle_ioctl(struct abi_report *r, struct abi_finding *f)
{
	const char *arg = f->va && f->a->kind == ABI_IOCTL ? f->va->ioctl.arg : NULL;
	const struct abi_finding *of;

	arg = arg && strchr(arg, ' ') ? strchr(arg, ' ') + 1 : NULL;
	of = arg ? finding_of(r, arg, strlen(arg)) : NULL;
	if (!of || of->verdict != f->verdict)
		return;
	f->folded = true;
	f->what = arena_format(&r->arena, "%s (follows %s)", f->what, of->name);
}

static void settle(struct abi_report *r)
{
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < r->n_findings; i++) {
			struct abi_finding *f = &r->findings[i];

			if (strcmp(f->code, "derived") == 0 && !f->folded)
				settle_derived(r, f);
			else if (strcmp(f->code, "ioctl-size") == 0 && !f->folded)
				settle_ioctl(r, f);
		}
	}
}

static void waive(struct abi_model *m, struct abi_finding *f)
{
	for (size_t i = 0; i < m->n_waivers && f->verdict == ABI_BREAK; i++) {
		struct abi_waiver *w = &m->waivers[i];

		if (w->done || fnmatch(w->code, f->code, 0) != 0 ||
		    fnmatch(w->name, f->name, 0) != 0)
			continue;
		f->verdict = ABI_WAIVED;
		f->waiver = w;
		w->used = true;
	}
}

static void level_change(struct abi_report *r, const struct abi_entity *a,
			 const struct abi_entity *b)
{
	struct pair p = {.r = r, .a = a, .b = b, .mask = abi_entity_mask(a)};

	if (a->level == b->level || !b->has_level)
		return;
	if (a->level == ABI_STABLE && b->level == ABI_TESTING)
		rules_add(&p, "level", ABI_BREAK,
			  "what was promised stable stays so: use obsolete to retire it",
			  "it was stable and is testing");
	else
		rules_add(&p, "level", b->level == ABI_OBSOLETE ? ABI_NOTE : ABI_GROWTH, NULL,
			  "it was %s and is %s", abi_level_word(a->level),
			  abi_level_word(b->level));
}

static bool map_profiles(struct abi_report *r)
{
	for (unsigned int i = 0; i < r->a->n_profiles; i++) {
		r->profile_b[i] = abi_model_profile(r->b, r->a->profiles[i]->name);
		if (r->profile_b[i] < 0) {
			diag_error("freeze both with the same --profiles",
				   "%s: has no facts for %s, which %s has", r->label_b,
				   r->a->profiles[i]->name, r->label_a);
			return false;
		}
	}
	return true;
}

static int worst_first(const void *pa, const void *pb)
{
	const struct abi_finding *a = pa, *b = pb;
	int d;

	if (a->verdict != b->verdict)
		return (int)b->verdict - (int)a->verdict;
	if (a->folded != b->folded)
		return a->folded - b->folded;
	d = strcmp(a->header, b->header);
	if (d)
		return d;
	d = strcmp(a->name, b->name);
	return d ? d : strcmp(a->code, b->code);
}

static bool same_header(const struct abi_entity *a, const struct abi_entity *b)
{
	return a->header == b->header || strcmp(a->header, b->header) == 0;
}

bool abi_compare(struct abi_report *r)
{
	if (!map_profiles(r))
		return false;
	for (size_t i = 0; i < r->a->n_entities; i++) {
		if (r->a->entities[i]->kind != ABI_IOCTL)
			continue;
		r->ioctls = arena_array(&r->arena, r->ioctls, r->n_ioctls, sizeof(*r->ioctls));
		r->ioctls[r->n_ioctls++] = r->a->entities[i];
	}
	r->partners = arena_alloc(&r->arena, (r->a->n_entities + 1) * sizeof(*r->partners));
	for (size_t i = 0; i < r->a->n_entities; i++) {
		if (r->a->entities[i]->kind != ABI_ENUM)
			r->partners[i] = counterpart(r->b, r->a->entities[i]);
		if (r->partners[i])
			r->partners[i]->matched = true;
	}
	for (size_t i = 0, from = 0; i < r->a->n_entities; i = from) {
		for (from = i; from < r->a->n_entities &&
			       same_header(r->a->entities[from], r->a->entities[i]);
		     from++)
			;
		compare_header(r, i, from);
	}
	for (size_t i = 0; i < r->b->n_entities; i++) {
		const struct abi_entity *b = r->b->entities[i], *a;

		if (b->kind == ABI_ENUM)
			continue;
		a = b->has_level ? counterpart(r->a, b) : NULL;
		if (!b->matched)
			rules_added(r, b);
		else if (a)
			level_change(r, a, b);
	}
	settle(r);
	for (size_t i = 0; i < r->n_findings; i++) {
		waive(r->a, &r->findings[i]);
		waive(r->b, &r->findings[i]);
		if (!r->findings[i].folded)
			r->count[r->findings[i].verdict]++;
	}
	if (r->n_findings)
		qsort(r->findings, r->n_findings, sizeof(*r->findings), worst_first);
	return true;
}

int abi_report_exit(const struct abi_report *r)
{
	return r->count[ABI_BREAK] ? EXIT_FINDING : EXIT_FINE;
}

void abi_report_deinit(struct abi_report *r)
{
	arena_deinit(&r->arena);
	abi_model_free(r->a);
	abi_model_free(r->b);
}
