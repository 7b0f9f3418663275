/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/diag.h"
#include "check/doubts.h"
#include "check/frontend_private.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

char *fe_string(struct fe *fe, CXString s)
{
	const char *text = clang_getCString(s);
	char *copy = mem_strdup(fe->arena, text ? text : "");

	clang_disposeString(s);
	return copy;
}

struct child_list {
	struct fe *fe;
	CXCursor *list;
	int n;
};

static enum CXChildVisitResult collect(CXCursor c, CXCursor parent, CXClientData data)
{
	struct child_list *l = data;

	(void)parent;
	MEM_PUSH(l->fe->scratch, l->list, l->n, c);
	return CXChildVisit_Continue;
}

int fe_children(struct fe *fe, CXCursor c, CXCursor **ret_list)
{
	struct child_list l = {.fe = fe};

	clang_visitChildren(c, collect, &l);
	*ret_list = l.list;
	return l.n;
}

void *fe_find(struct fe *fe, CXCursor c)
{
	unsigned int h = clang_hashCursor(c) % MAP_SIZE;

	for (struct map_entry *e = fe->decls[h]; e; e = e->next)
		if (clang_equalCursors(e->cursor, c))
			return e->value;
	return NULL;
}

void fe_remember(struct fe *fe, CXCursor c, void *value)
{
	unsigned int h = clang_hashCursor(c) % MAP_SIZE;
	struct map_entry *e = mem_new_object(fe->scratch, struct map_entry);

	e->cursor = c;
	e->value = value;
	e->next = fe->decls[h];
	fe->decls[h] = e;
}

/* The doubt that clang's warning @d is, in what the driver wrote itself; or NULL. */
static const struct doubt *doubt_of(struct fe *fe, CXDiagnostic d)
{
	const struct doubt *doubt = doubts_find(fe_string(fe, clang_getDiagnosticOption(d, NULL)));

	return doubt && fe_written(fe, clang_getDiagnosticLocation(d)) ? doubt : NULL;
}

static void take_complaints(struct fe *fe)
{
	unsigned int n = clang_getNumDiagnostics(fe->tu);

	for (unsigned int i = 0; i < n; i++) {
		CXDiagnostic d = clang_getDiagnostic(fe->tu, i);
		bool error = clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error;
		struct complaint c = {.doubt = error ? NULL : doubt_of(fe, d)};

		if (error || c.doubt) {
			c.loc = fe_loc(fe, clang_getDiagnosticLocation(d));
			c.text = fe_string(fe, clang_getDiagnosticSpelling(d));
			fe->u->n_errors += error;
			MEM_PUSH(fe->arena, fe->u->complaints, fe->u->n_complaints, c);
		}
		clang_disposeDiagnostic(d);
	}
}

/* Records that nobody mentions in code still matter to module-wide rules; functions likewise. */
static void take_enumerators(struct fe *fe, CXCursor c)
{
	CXCursor *kids;
	int n = fe_children(fe, c, &kids);

	for (int i = 0; i < n; i++) {
		struct unit *u = fe->u;
		const char *name;
		int m = u->n_enums;

		if (clang_getCursorKind(kids[i]) != CXCursor_EnumConstantDecl)
			continue;
		name = fe_string(fe, clang_getCursorSpelling(kids[i]));
		MEM_PUSH(fe->arena, u->enum_names, m, name);
		MEM_PUSH(fe->arena, u->enum_values, u->n_enums,
			 clang_getEnumConstantDeclValue(kids[i]));
	}
}

/* The kit says that a struct of the kernel is a lock. */
static void take_words(struct fe *fe, CXCursor c)
{
	struct contract *words = NULL;

	fe_contracts(fe, c, &words);
	if (words)
		fe_contracts(fe, c, &fe_record(fe, c)->contracts);
}

static void take_declarations(struct fe *fe)
{
	CXCursor *top;
	int n = fe_children(fe, clang_getTranslationUnitCursor(fe->tu), &top);

	/* The kit's functions, and a kernel's thousands, are of no interest until one is called. */
	for (int i = 0; i < n; i++)
		if (clang_getCursorKind(top[i]) == CXCursor_FunctionDecl && fe_cursor_file(fe, top[i]).kit)
			fe_kit(fe, top[i]);
	for (int i = 0; i < n; i++) {
		enum CXCursorKind k = clang_getCursorKind(top[i]);
		struct file f = fe_cursor_file(fe, top[i]);

		if (k == CXCursor_FunctionDecl && f.driver)
			fe_func(fe, top[i]);
		else if (k == CXCursor_EnumDecl && f.driver)
			take_enumerators(fe, top[i]);
		else if (k == CXCursor_VarDecl && f.driver)
			fe_decl(fe, top[i]);
		else if ((k == CXCursor_StructDecl || k == CXCursor_UnionDecl) && f.driver)
			fe_record(fe, top[i]);
		else if (k == CXCursor_StructDecl && f.kit && !clang_isCursorDefinition(top[i]))
			take_words(fe, top[i]);
	}
	for (int i = 0; i < n; i++) {
		struct file f = fe_cursor_file(fe, top[i]);

		if (clang_getCursorKind(top[i]) == CXCursor_FunctionDecl &&
		    clang_isCursorDefinition(top[i]) && f.driver)
			fe_body(fe, fe_func(fe, top[i]), top[i]);
	}
	fe_waiting(fe);
}

static double now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

struct unit *frontend_parse(const char *path, const struct frontend_options *opt)
{
	CXIndex index;
	struct fe fe = {.opt = opt};
	double began = now_ms();

	if (access(path, R_OK) != 0) {
		diag_error("name a C file or a driver's folder", "%s: cannot be read", path);
		return NULL;
	}
	if (!libclang_load())
		return NULL;
	index = clang_createIndex(0, 0);
	fe.tu = fe_parse_file(index, path, opt);
	if (!fe.tu) {
		clang_disposeIndex(index);
		diag_error(NULL, "%s: clang could not parse it", path);
		return NULL;
	}
	fe.arena = mem_new();
	fe.scratch = mem_new();
	fe.u = mem_new_object(fe.arena, struct unit);
	fe.u->arena = fe.arena;
	fe_file_index(&fe, clang_getFile(fe.tu, path));
	fe_take_inputs(&fe);
	take_complaints(&fe);
	if (!fe.u->n_errors)
		take_declarations(&fe);
	unit_name_funcs(fe.u);
	mem_free(fe.scratch);
	clang_disposeTranslationUnit(fe.tu);
	clang_disposeIndex(index);
	fe.u->parse_ms = now_ms() - began;
	return fe.u;
}

struct unit *frontend_free(struct unit *u)
{
	if (u)
		mem_free(u->arena);
	return NULL;
}
