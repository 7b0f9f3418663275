/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Functions: the driver's are read as they stand; the kit's when they are called, or named by a
 * contract, which most of them are in no file.
 */
#include "check/frontend_private.h"

#include <string.h>

static void take_params(struct fe *fe, struct func *f, CXCursor c)
{
	int n = clang_Cursor_getNumArguments(c);

	for (int i = 0; i < n; i++) {
		CXCursor p = clang_Cursor_getArgument(c, (unsigned int)i);
		struct decl *d;

		if (i < f->n_params) {
			d = f->params[i];
			fe_contracts(fe, p, &d->contracts);
			if (clang_isCursorDefinition(c) || !*d->name)
				d->name = fe_string(fe, clang_getCursorSpelling(p));
		} else {
			d = fe_new_decl(fe, p, D_PARAM);
			d->index = i;
			MEM_PUSH(fe->arena, f->params, f->n_params, d);
		}
		if (clang_isCursorDefinition(c))
			d->loc = fe_loc(fe, clang_getCursorLocation(p));
		fe_remember(fe, p, d);
	}
}

/* Each mention of a function comes to one of its declarations, most to one that was seen. */
static bool read_before(struct fe *fe, struct func *f, CXCursor c, CXCursor canon)
{
	bool first = clang_equalCursors(c, canon),
	     before = first ? f->first_read : fe_find(fe, c) != NULL;

	if (first)
		f->first_read = true;
	else if (!before)
		fe_remember(fe, c, f);
	return before;
}

static struct kit_func *find_kit(struct fe *fe, const char *name)
{
	struct kit_func *k = fe->kit[text_hash(name) % MAP_SIZE];

	while (k && strcmp(k->name, name) != 0)
		k = k->next;
	return k;
}

void fe_kit(struct fe *fe, CXCursor c)
{
	CXString s = clang_getCursorSpelling(c);
	struct kit_func *k = find_kit(fe, clang_getCString(s));

	if (!k) {
		struct kit_func **slot = &fe->kit[text_hash(clang_getCString(s)) % MAP_SIZE];

		k = mem_new_object(fe->scratch, struct kit_func);
		k->name = mem_strdup(fe->scratch, clang_getCString(s));
		k->next = *slot;
		*slot = k;
	}
	clang_disposeString(s);
	MEM_PUSH(fe->scratch, k->decls, k->n_decls, c);
}

static bool wanted_body(const char *name)
{
	return strncmp(name, "class_", 6) == 0 || strncmp(name, "__free_", 7) == 0;
}

static void read_kit(struct fe *fe, const struct kit_func *k)
{
	for (int i = 0; i < k->n_decls; i++) {
		struct waiting w = {.func = fe_func(fe, k->decls[i]), .body = k->decls[i], .called = true};

		if (wanted_body(k->name) && clang_isCursorDefinition(k->decls[i]))
			MEM_PUSH(fe->scratch, fe->waiting, fe->n_waiting, w);
	}
}

void fe_named(struct fe *fe, const char *name)
{
	const struct kit_func *k = *name ? find_kit(fe, name) : NULL;

	if (k && !fe_find(fe, clang_getCanonicalCursor(k->decls[0])))
		read_kit(fe, k);
}

/* @c: the first declaration */
static struct func *new_func(struct fe *fe, CXCursor c)
{
	struct func *f = mem_new_object(fe->arena, struct func);

	f->decl = fe_new_decl(fe, c, D_FUNC);
	f->decl->func = f;
	f->result = fe_type(fe, clang_getResultType(clang_getCursorType(c)));
	f->is_static = clang_getCursorLinkage(c) == CXLinkage_Internal;
	fe_remember(fe, c, f);
	MEM_PUSH(fe->arena, fe->u->funcs, fe->u->n_funcs, f);
	return f;
}

struct func *fe_func(struct fe *fe, CXCursor c)
{
	CXCursor canon = clang_getCanonicalCursor(c);
	struct func *f = fe_find(fe, canon);
	const struct kit_func *k;
	CXCursor *kids;
	int n;

	if (!f) {
		f = new_func(fe, canon);
		k = find_kit(fe, f->decl->name);
		if (k)
			read_kit(fe, k);
	}
	if (read_before(fe, f, c, canon))
		return f;
	n = fe_children(fe, c, &kids);
	fe_take_contracts(fe, kids, n, &f->decl->contracts);
	f->decl->must_check |= decl_has(f->decl, "must_check");
	take_params(fe, f, c);
	return f;
}

void fe_called(struct fe *fe, CXCursor c, struct func *f)
{
	CXPrintingPolicy policy;
	char *text;

	if (f->taken)
		return;
	f->taken = true;
	if (f->later)
		fe->waiting[f->later - 1].called = true;
	policy = clang_getCursorPrintingPolicy(c);
	clang_PrintingPolicy_setProperty(policy, CXPrintingPolicy_TerseOutput, 1);
	text = fe_string(fe, clang_getCursorPrettyPrinted(c, policy));
	clang_PrintingPolicy_dispose(policy);
	f->never_returns = strstr(text, "_Noreturn") || strstr(text, "noreturn");
}

/*
 * A macro of the kit makes a dozen functions, of which a driver calls a few. What puts say of their
 * objects matters in any case.
 */
static bool put_off(struct fe *fe, struct func *f, CXCursor c)
{
	const char *end = strrchr(f->decl->name, '_');
	struct waiting w = {.func = f, .body = c};

	if (f->taken || f->later || !fe_trusted(fe, c) || wanted_body(f->decl->name) ||
	    (end && strcmp(end, "_put") == 0))
		return false;
	MEM_PUSH(fe->scratch, fe->waiting, fe->n_waiting, w);
	f->later = fe->n_waiting;
	return true;
}

void fe_waiting(struct fe *fe)
{
	bool again = true;

	while (again) {
		again = false;
		for (int i = 0; i < fe->n_waiting; i++) {
			if (!fe->waiting[i].called || fe->waiting[i].func->body)
				continue;
			fe_body(fe, fe->waiting[i].func, fe->waiting[i].body);
			again = true;
		}
	}
}

void fe_body(struct fe *fe, struct func *f, CXCursor c)
{
	CXCursor *kids;
	int n;
	bool here = fe_driver_file(fe, clang_getCursorLocation(c));
	bool driver;

	/* What a macro of the kit makes in the driver's file is trusted, but worth looking into. */
	if (f->body || (!here && !wanted_body(f->decl->name)))
		return;
	n = fe_children(fe, c, &kids);
	/* The name may have been pasted; the brace that opens the body is not. */
	fe->ours = n && !fe_trusted(fe, kids[n - 1]);
	if (!fe->ours && put_off(fe, f, c))
		return;
	driver = here && !fe_trusted(fe, c);
	f->decl->loc = fe_loc(fe, clang_getCursorLocation(c));
	f->driver = driver;
	f->decl->trusted = f->decl->trusted && !driver;
	fe->func = f;
	for (int i = 0; i < n; i++)
		if (clang_getCursorKind(kids[i]) == CXCursor_CompoundStmt)
			f->body = fe_stmt(fe, kids[i]);
	fe->func = NULL;
	fe->ours = false;
}
