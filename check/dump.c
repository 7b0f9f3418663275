/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A state in words, for whoever works on the checker: CLEAT_CHECK_TRACE=1 cleat check FILE. */
#include "check/state.h"

#include <stdio.h>

static void dump_lin(const struct run *r, const struct lin *l)
{
	fprintf(stderr, "%lld", (long long)l->k);
	for (int i = 0; i < l->n; i++)
		fprintf(stderr, " %+lld*%s#%d", (long long)l->t[i].coef, r->syms[l->t[i].sym].name,
			l->t[i].sym);
}

static void dump_val(const struct run *r, const struct val *v)
{
	static const char *const kinds[] = {"none", "int",     "ptr",	    "addr",   "func",
					    "text", "content", "aggregate", "unknown"};

	fprintf(stderr, "%s ", kinds[v->kind]);
	if (v->kind == V_INT || v->kind == V_PTR || v->elem)
		dump_lin(r, &v->lin);
	if (v->kind == V_PTR)
		fprintf(stderr, " %s#%d", v->sym ? r->syms[v->sym].name : "NULL", v->sym);
	if (v->place)
		fprintf(stderr, " %s@%d", place_name(r, v->place), v->place);
	if (v->kind == V_CONTENT)
		fprintf(stderr, "%d", v->content);
	fprintf(stderr, "%s%s%s%s\n", v->uninit ? " uninit" : "", v->wrapped ? " wrapped" : "",
		v->cut ? " cut" : "", v->stale ? " stale" : "");
}

void state_dump(const struct run *r, const struct state *s)
{
	for (int i = 0; i < s->n_cells; i++) {
		fprintf(stderr, "  %s@%d = ", place_name(r, s->cells[i].place), s->cells[i].place);
		dump_val(r, &s->cells[i].val);
	}
	for (int i = 0; i < s->n_facts; i++) {
		const struct fact *f = &s->facts[i];

		fprintf(stderr, "  #%d %s: [%lld, %lld]%s mask %d own %d death %d%s%s%s\n", f->sym,
			f->sym ? r->syms[f->sym].name : "NULL", (long long)f->lo, (long long)f->hi,
			f->nonzero ? " nonzero" : "", f->mask, f->own, f->death,
			f->fresh ? " fresh" : "", f->pending ? " pending" : "",
			f->loan ? " loan" : "");
		for (int k = 0; k < MAX_DEPS; k++)
			if (f->deps[k])
				fprintf(stderr, "    dies with #%d\n", f->deps[k]);
	}
	for (int i = 0; i < s->n_rels; i++) {
		fputs("  ", stderr);
		dump_lin(r, &s->rels[i]);
		fputs(" <= 0\n", stderr);
	}
	for (int i = 0; i < s->n_held; i++)
		fprintf(stderr, "  held %s%s\n", place_name(r, s->held[i].lock),
			s->held[i].parked ? " parked" : "");
	for (int i = 0; i < s->n_marks; i++)
		fprintf(stderr, "  mark %d on %s@%d [%lld, %lld]\n", s->marks[i].kind,
			place_name(r, s->marks[i].place), s->marks[i].place,
			(long long)s->marks[i].lo, (long long)s->marks[i].hi);
	for (int i = 0; i < s->n_seen; i++) {
		fprintf(stderr, "  seen %s@%d = ", place_name(r, s->seen[i].place),
			s->seen[i].place);
		dump_val(r, &s->seen[i].val);
	}
}
