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

static void take_contracts(struct fe *fe, const CXCursor *kids, int n, struct contract **list)
{
	for (int i = 0; i < n; i++) {
		char *text, *colon;

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

	take_contracts(fe, kids, n, list);
}

static bool has_attribute(const CXCursor *kids, int n, enum CXCursorKind kind)
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

	if (!has_attribute(kids, n, CXCursor_UnexposedAttr))
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

static struct decl *new_decl(struct fe *fe, CXCursor c, enum decl_kind kind)
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
		p = new_decl(fe, kids[i], D_PARAM);
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
	d = new_decl(fe, c, D_VAR);
	d->global = clang_Cursor_getStorageClass(c) == CX_SC_Static ||
		    clang_Cursor_getStorageClass(c) == CX_SC_Extern;
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
		d = new_decl(fe, c, D_VAR);
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
			d = new_decl(fe, p, D_PARAM);
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

static unsigned int name_hash(const char *name)
{
	unsigned int h = 5381;

	while (*name)
		h = h * 33 + (unsigned char)*name++;
	return h % MAP_SIZE;
}

static struct kit_func *find_kit(struct fe *fe, const char *name)
{
	struct kit_func *k = fe->kit[name_hash(name)];

	while (k && strcmp(k->name, name) != 0)
		k = k->next;
	return k;
}

void fe_kit(struct fe *fe, CXCursor c)
{
	CXString s = clang_getCursorSpelling(c);
	struct kit_func *k = find_kit(fe, clang_getCString(s));

	if (!k) {
		struct kit_func **slot = &fe->kit[name_hash(clang_getCString(s))];

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

	f->decl = new_decl(fe, c, D_FUNC);
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
	take_contracts(fe, kids, n, &f->decl->contracts);
	f->decl->must_check |= has_attribute(kids, n, CXCursor_WarnUnusedResultAttr) ||
			       decl_has(f->decl, "must_check");
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
