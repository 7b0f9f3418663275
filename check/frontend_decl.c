/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "check/frontend_private.h"

#include <string.h>

static const char prefix[] = "cleat:";

void fe_add_contract(struct fe *fe, struct contract **list, const char *word, const char *arg)
{
	for (const struct contract *c = *list; c; c = c->next)
		if (strcmp(c->word, word) == 0 && strcmp(c->arg, arg) == 0)
			return;
	contract_add(fe->arena, list, word, arg);
	fe_named(fe, arg);
}

void fe_take_contracts(struct fe *fe, const CXCursor *kids, int n, struct contract **list)
{
	for (int i = 0; i < n; i++) {
		char *text, *colon;

		if (clang_getCursorKind(kids[i]) == CXCursor_WarnUnusedResultAttr)
			fe_add_contract(fe, list, "must_check", "");
		if (clang_getCursorKind(kids[i]) == CXCursor_AsmLabelAttr) /* __asm__("its true name") */
			fe_add_contract(fe, list, "asm", "");
		if (clang_getCursorKind(kids[i]) != CXCursor_AnnotateAttr)
			continue;
		text = fe_string(fe, clang_getCursorSpelling(kids[i]));
		if (strncmp(text, prefix, strlen(prefix)) != 0)
			continue;
		text += strlen(prefix);
		colon = strchr(text, ':');
		if (colon)
			*colon++ = '\0';
		fe_add_contract(fe, list, text, colon ? colon : "");
		if (strcmp(text, "all_guarded_by") == 0) /* of a field, or a variable */
			fe_add_contract(fe, list, "guarded_by", colon ? colon : "");
	}
}

void fe_contracts(struct fe *fe, CXCursor c, struct contract **list)
{
	CXCursor *kids;
	int n = fe_children(fe, c, &kids);

	fe_take_contracts(fe, kids, n, list);
}

bool fe_has_attribute(const CXCursor *kids, int n, enum CXCursorKind kind)
{
	for (int i = 0; i < n; i++)
		if (clang_getCursorKind(kids[i]) == kind)
			return true;
	return false;
}

/* libclang hides the function of attribute cleanup; the printed declaration shows it. */
static const char *cleanup_of(struct fe *fe, CXCursor c)
{
	static const char word[] = "cleanup(";
	const char *text, *at;
	CXCursor *kids;
	int n = fe_children(fe, c, &kids);

	if (!fe_has_attribute(kids, n, CXCursor_UnexposedAttr))
		return NULL;
	text = fe_string(fe, clang_getCursorPrettyPrinted(c, NULL));
	at = strstr(text, word);
	if (!at)
		return NULL;
	at += strlen(word);
	text = mem_strndup(fe->arena, at, strcspn(at, ")"));
	fe_named(fe, text);
	return text;
}

struct decl *fe_new_decl(struct fe *fe, CXCursor c, enum decl_kind kind)
{
	struct decl *d = mem_new_object(fe->arena, struct decl);
	CXType t = clang_getCursorType(c);

	d->kind = kind;
	d->name = fe_string(fe, clang_getCursorSpelling(c));
	d->loc = fe_loc(fe, clang_getCursorLocation(c));
	d->trusted = fe_given(fe, c);
	d->type_word = fe_type_word(fe, t);
	d->type = fe_type(fe, t);
	if (kind == D_FUNC) /* of which each declaration has some */
		return d;
	fe_contracts(fe, c, &d->contracts);
	fe_pointer_params(fe, c, d);
	return d;
}

/* The parameters that a pointer to a function names stand below its own declaration. */
void fe_pointer_params(struct fe *fe, CXCursor c, struct decl *d)
{
	CXType t = clang_getCanonicalType(clang_getCursorType(c));
	CXCursor *kids;
	int n;

	if (t.kind != CXType_Pointer ||
	    clang_getCanonicalType(clang_getPointeeType(t)).kind != CXType_FunctionProto)
		return;
	n = fe_children(fe, c, &kids);
	for (int i = 0; i < n; i++) {
		struct decl *p;

		if (clang_getCursorKind(kids[i]) != CXCursor_ParmDecl)
			continue;
		p = fe_new_decl(fe, kids[i], D_PARAM);
		p->index = d->n_params;
		MEM_PUSH(fe->arena, d->params, d->n_params, p);
	}
}

struct decl *fe_local(struct fe *fe, CXCursor c)
{
	struct decl *d = fe_find(fe, c);
	CXCursor init;

	if (d)
		return d;
	d = fe_new_decl(fe, c, D_VAR);
	d->global = clang_Cursor_getStorageClass(c) == CX_SC_Static ||
		    clang_Cursor_getStorageClass(c) == CX_SC_Extern;
	d->defined = clang_Cursor_getStorageClass(c) != CX_SC_Extern;
	d->cleanup = cleanup_of(fe, c);
	d->scope = fe->scope;
	fe_remember(fe, c, d);
	init = clang_Cursor_getVarDeclInitializer(c);
	if (!clang_Cursor_isNull(init))
		d->init = fe_expr(fe, init);
	return d;
}

static struct decl *global_var(struct fe *fe, CXCursor c)
{
	CXCursor canon = clang_getCanonicalCursor(c);
	struct decl *d = fe_find(fe, canon);
	CXCursor init;

	if (!d) {
		d = fe_new_decl(fe, c, D_VAR);
		d->global = true;
		d->internal = clang_getCursorLinkage(c) == CXLinkage_Internal;
		fe_remember(fe, canon, d);
		MEM_PUSH(fe->arena, fe->u->globals, fe->u->n_globals, d);
	}
	if (clang_Cursor_getStorageClass(c) != CX_SC_Extern && !d->defined) {
		d->defined = true;
		d->loc = fe_loc(fe, clang_getCursorLocation(c));
	}
	fe_contracts(fe, c, &d->contracts);
	init = clang_Cursor_getVarDeclInitializer(c);
	if (!d->init && !clang_Cursor_isNull(init))
		d->init = fe_expr(fe, init);
	return d;
}

/* Variables, parameters and fields that an expression mentions. */
struct decl *fe_decl(struct fe *fe, CXCursor c)
{
	struct decl *d;

	switch (clang_getCursorKind(c)) {
	case CXCursor_ParmDecl:
		d = fe_find(fe, c);
		return d;
	case CXCursor_VarDecl:
		if (clang_getCursorKind(clang_getCursorSemanticParent(c)) == CXCursor_FunctionDecl)
			return fe_local(fe, c);
		return global_var(fe, c);
	case CXCursor_FieldDecl:
		d = fe_find(fe, c);
		if (!d) {
			fe_record(fe, fe_field_owner(c));
			d = fe_find(fe, c);
		}
		return d;
	case CXCursor_FunctionDecl:
		return fe_func(fe, c)->decl;
	default:
		return NULL;
	}
}
