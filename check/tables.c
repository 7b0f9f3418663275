/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Constant tables. Nobody writes to them later: a pointer that the initialiser leaves NULL is NULL, and who
 * takes one from there, to look behind it or to call it, tests it.
 */
#include "check/exec.h"

/* @init: of a place of type @t that is declared as @d; NULL: it is not mentioned. */
static void look(struct module *m, const struct decl *d, const struct type *t, const struct expr *init);

static void look_in_record(struct module *m, const struct record *r, const struct expr *init)
{
	const struct expr *of[64] = {NULL};
	int at = 0;

	if (r->is_union || r->trusted || r->n_fields > 64 || (init && init->kind != E_INIT))
		return;
	for (int i = 0; init && i < init->n_args; i++) {
		at = init->fields[i] ? init->fields[i]->index : at;
		if (at < 0 || at >= r->n_fields || (init->fields[i] && r->fields[at] != init->fields[i]))
			return; /* a part of a part */
		of[at++] = init->args[i];
	}
	for (int i = 0; i < r->n_fields; i++)
		look(m, r->fields[i], r->fields[i]->type, of[i]);
}

static void look(struct module *m, const struct decl *d, const struct type *t, const struct expr *init)
{
	if (t->kind == T_PTR) {
		if (!init || expr_is_null(init))
			module_note_nullable(m, d);
	} else if (t->kind == T_RECORD) {
		look_in_record(m, t->record, init);
	} else if (t->kind == T_ARRAY && init && init->kind == E_INIT) {
		for (int i = 0; i < init->n_args; i++)
			if (!init->fields[i])
				look(m, d, t->to, init->args[i]);
	}
}

void tables_begin(struct module *m)
{
	for (int i = 0; i < m->u->n_globals; i++) {
		const struct decl *d = m->u->globals[i];
		const struct type *t = d->type;
		bool is_const = t->is_const;

		for (; t->kind == T_ARRAY; t = t->to)
			is_const |= t->to->is_const;
		if (d->init && !d->trusted && is_const)
			look(m, d, d->type, expr_plain(d->init));
	}
}
