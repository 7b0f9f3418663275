/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "base/diag.h"
#include "check/frontend_private.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define CLEAT_CLANG_RESOURCES CLEAT_LLVM "/lib/clang/22"

char *fe_string(struct fe *fe, CXString s)
{
	const char *text = clang_getCString(s);
	char *copy = mem_strdup(fe->arena, text ? text : "");

	clang_disposeString(s);
	return copy;
}

static bool is_below(const char *path, const char *const *folders)
{
	for (; folders && *folders; folders++) {
		size_t n = strlen(*folders);

		if (strncmp(path, *folders, n) == 0 && path[n] == '/')
			return true;
	}
	return false;
}

static unsigned int found_file(struct fe *fe, CXFile f, int i)
{
	fe->last_file = f;
	fe->last_index = (unsigned int)i;
	return fe->last_index;
}

/* The index of @f in unit->files; a file is seen by many locations, so look from the newest. */
static unsigned int file_index(struct fe *fe, CXFile f)
{
	struct unit *u = fe->u;
	static const char *const resources[] = {CLEAT_CLANG_RESOURCES, NULL};
	struct file entry = {0};
	CXString real;
	CXFile none = NULL;
	char *path;

	if (!f)
		return 0;
	if (f == fe->last_file)
		return fe->last_index;
	for (int i = 1; i < u->n_files; i++)
		if (fe->cxfiles[i] == f)
			return found_file(fe, f, i);
	for (int i = 1; i < u->n_files; i++)
		if (clang_File_isEqual(fe->cxfiles[i], f))
			return found_file(fe, f, i);
	if (u->n_files == 0) {
		int n = 0;

		MEM_PUSH(fe->scratch, fe->cxfiles, n, none);
		MEM_PUSH(fe->arena, u->files, u->n_files, entry);
	}
	real = clang_File_tryGetRealPathName(f);
	path = fe_string(fe, real);
	if (!*path)
		path = fe_string(fe, clang_getFileName(f));
	entry.path = path;
	entry.kit = is_below(path, fe->opt->trusted) || is_below(path, resources);
	entry.driver = !entry.kit && !is_below(path, fe->opt->system);
	int n = u->n_files;

	MEM_PUSH(fe->scratch, fe->cxfiles, n, f);
	MEM_PUSH(fe->arena, u->files, u->n_files, entry);
	return (unsigned int)(u->n_files - 1);
}

/* In two steps: a new file may move the array. */
static const struct file *file_of(struct fe *fe, CXFile f)
{
	unsigned int i = file_index(fe, f);

	return &fe->u->files[i];
}

struct loc fe_loc(struct fe *fe, CXSourceLocation l)
{
	struct loc loc = {0};
	CXFile f;

	clang_getFileLocation(l, &f, &loc.line, &loc.col, NULL);
	loc.file = file_index(fe, f);
	return loc;
}

static const struct file *spelling_file(struct fe *fe, CXCursor c)
{
	CXFile f;

	clang_getSpellingLocation(clang_getCursorLocation(c), &f, NULL, NULL, NULL);
	return f ? file_of(fe, f) : NULL;
}

/* A declaration that the driver did not write. */
bool fe_given(struct fe *fe, CXCursor c)
{
	const struct file *f = spelling_file(fe, c);

	return !f || !f->driver;
}

/*
 * Text that a macro of the kit spells is the kit's; a token that was pasted is whose the text
 * around it is. The macros of a kernel, where one is read, are nobody's: what they make of the
 * driver's words is proven as if the driver had written it.
 */
bool fe_trusted(struct fe *fe, CXCursor c)
{
	const struct file *f = spelling_file(fe, c);

	return f ? f->kit || (!f->driver && !fe->opt->n_made) : !fe->ours;
}

/* A file that is neither the kit's nor the driver's for what stands nowhere. */
static struct file cursor_file(struct fe *fe, CXCursor c)
{
	CXFile f;

	clang_getFileLocation(clang_getCursorLocation(c), &f, NULL, NULL, NULL);
	return f ? *file_of(fe, f) : (struct file){.path = NULL};
}

bool fe_driver_file(struct fe *fe, CXSourceLocation l)
{
	CXFile f;

	clang_getFileLocation(l, &f, NULL, NULL, NULL);
	return f && file_of(fe, f)->driver;
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

static void take_complaints(struct fe *fe)
{
	unsigned int n = clang_getNumDiagnostics(fe->tu);

	for (unsigned int i = 0; i < n; i++) {
		CXDiagnostic d = clang_getDiagnostic(fe->tu, i);
		struct complaint c = {0};

		c.error = clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error;
		c.loc = fe_loc(fe, clang_getDiagnosticLocation(d));
		c.text = fe_string(fe, clang_getDiagnosticSpelling(d));
		fe->u->n_errors += c.error;
		MEM_PUSH(fe->arena, fe->u->complaints, fe->u->n_complaints, c);
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

	for (int i = 0; i < n; i++) {
		enum CXCursorKind k = clang_getCursorKind(top[i]);
		struct file f = cursor_file(fe, top[i]);

		/* The thousands of a kernel's own functions are of no interest until one is called. */
		if (k == CXCursor_FunctionDecl && (f.driver || f.kit))
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
		struct file f = cursor_file(fe, top[i]);

		if (clang_getCursorKind(top[i]) == CXCursor_FunctionDecl &&
		    clang_isCursorDefinition(top[i]) && (f.driver || f.kit))
			fe_body(fe, fe_func(fe, top[i]), top[i]);
	}
	fe_waiting(fe);
}

static int n_words(const char *const *words)
{
	int n = 0;

	while (words && words[n])
		n++;
	return n;
}

/* libclang would parse in a thread of its own, so that one that crashes leaves the rest alive; here
 * each file has a process for that (check/pool.h). */
static void prepare(void)
{
	setenv("LIBCLANG_NOTHREADS", "1", 1);
	mem_prepare();
}

/* A file after its header, after the header's compiled form, or that header alone. */
enum how { FILE_PLAIN, FILE_COMPILED, HEADER_ALONE };

static CXTranslationUnit parse(CXIndex index, const char *path, const struct frontend_options *opt,
			       enum how how)
{
	const char *const ours[] = {
		how == HEADER_ALONE ? "-xc-header" : "-xc",
		"-std=gnu11",
		"-resource-dir",
		CLEAT_CLANG_RESOURCES,
		"-Werror=implicit-function-declaration",
		"-Werror=int-conversion",
		"-fexperimental-late-parse-attributes",
		"-Werror=incompatible-pointer-types",
		"-Werror=format",
		"-Werror=strict-prototypes",
		"-Werror=deprecated-non-prototype",
		"-Werror=address-of-packed-member",
		"-Werror=incompatible-pointer-types-discards-qualifiers",
		"-ferror-limit=20",
	};
	enum { N_OURS = sizeof(ours) / sizeof(ours[0]) };
	int n = N_OURS + n_words(opt->args);
	const char **args = calloc((size_t)n + 2, sizeof(*args));
	CXTranslationUnit tu = NULL;
	struct CXUnsavedFile *made;

	if (!args)
		return NULL;
	prepare();
	memcpy(args, ours, sizeof(ours));
	memcpy(args + N_OURS, opt->args, (size_t)(n - N_OURS) * sizeof(*args));
	if (opt->header && how != HEADER_ALONE) {
		args[n++] = how == FILE_COMPILED ? "-include-pch" : "-include";
		args[n++] = how == FILE_COMPILED ? opt->pch : opt->header;
	}
	made = calloc((size_t)opt->n_made + 1, sizeof(*made));
	for (int i = 0; made && i < opt->n_made; i++)
		made[i] = (struct CXUnsavedFile){.Filename = opt->made[i].path,
						 .Contents = opt->made[i].text,
						 .Length = strlen(opt->made[i].text)};
	if (made)
		clang_parseTranslationUnit2(
			index, path, args, n, made, (unsigned int)opt->n_made,
			how == HEADER_ALONE ? CXTranslationUnit_ForSerialization |
						      CXTranslationUnit_Incomplete
					    : CXTranslationUnit_None,
			&tu);
	free(made);
	free(args);
	return tu;
}

static bool has_errors(CXTranslationUnit tu)
{
	bool has = false;

	for (unsigned int i = 0; !has && i < clang_getNumDiagnostics(tu); i++) {
		CXDiagnostic d = clang_getDiagnostic(tu, i);

		has = clang_getDiagnosticSeverity(d) >= CXDiagnostic_Error;
		clang_disposeDiagnostic(d);
	}
	return has;
}

/* What does not parse after the compiled form is read once more without it: that may be at fault. */
static CXTranslationUnit parse_file(CXIndex index, const char *path,
				    const struct frontend_options *opt)
{
	CXTranslationUnit tu = opt->pch ? parse(index, path, opt, FILE_COMPILED) : NULL;

	if (tu && !has_errors(tu))
		return tu;
	if (tu)
		clang_disposeTranslationUnit(tu);
	return parse(index, path, opt, FILE_PLAIN);
}

/* The files that one parse has read; @fe: whose files they are is known, or NULL. */
struct inputs {
	struct mem *arena;
	const struct frontend_options *opt;
	struct fe *fe;
	struct input *list;
	int n;
};

static void note_input(CXFile f, CXSourceLocation *stack, unsigned int depth, CXClientData data)
{
	struct inputs *in = data;
	CXString s = clang_getFileName(f);
	struct input one = {.path = mem_strdup(in->arena, clang_getCString(s))};

	(void)stack;
	(void)depth;
	clang_disposeString(s);
	for (int i = 0; i < in->opt->n_made; i++)
		if (strcmp(in->opt->made[i].path, one.path) == 0)
			return;
	if (in->fe)
		one.driver = file_of(in->fe, f)->driver;
	MEM_PUSH(in->arena, in->list, in->n, one);
}

static void take_inputs(struct fe *fe)
{
	struct inputs in = {.arena = fe->arena, .opt = fe->opt, .fe = fe};

	clang_getInclusions(fe->tu, note_input, &in);
	fe->u->inputs = in.list;
	fe->u->n_inputs = in.n;
}

bool frontend_save(struct mem *a, const char *to, const struct frontend_options *opt,
		   struct input **ret_list, int *ret_n)
{
	CXIndex index = libclang_load() ? clang_createIndex(0, 0) : NULL;
	CXTranslationUnit tu = index ? parse(index, opt->header, opt, HEADER_ALONE) : NULL;
	struct inputs in = {.arena = a, .opt = opt};
	bool good = tu && !has_errors(tu) &&
		    clang_saveTranslationUnit(tu, to, CXSaveTranslationUnit_None) ==
			    CXSaveError_None;

	if (good)
		clang_getInclusions(tu, note_input, &in);
	if (tu)
		clang_disposeTranslationUnit(tu);
	if (index)
		clang_disposeIndex(index);
	*ret_list = in.list;
	*ret_n = in.n;
	return good;
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
	fe.tu = parse_file(index, path, opt);
	if (!fe.tu) {
		clang_disposeIndex(index);
		diag_error(NULL, "%s: clang could not parse it", path);
		return NULL;
	}
	fe.arena = mem_new();
	fe.scratch = mem_new();
	fe.u = mem_new_object(fe.arena, struct unit);
	fe.u->arena = fe.arena;
	file_index(&fe, clang_getFile(fe.tu, path));
	take_inputs(&fe);
	take_complaints(&fe);
	if (!fe.u->n_errors)
		take_declarations(&fe);
	mem_free(fe.scratch);
	clang_disposeTranslationUnit(fe.tu);
	clang_disposeIndex(index);
	fe.u->parse_ms = now_ms() - began;
	return fe.u;
}

struct names {
	struct mem *arena;
	const char **list;
	int n;
};

/* What has no place is built into the compiler, as are some more; and the kit has its own words. */
static enum CXChildVisitResult take_name(CXCursor c, CXCursor parent, CXClientData data)
{
	enum CXCursorKind k = clang_getCursorKind(c);
	struct names *n = data;
	CXString s = clang_getCursorSpelling(c);
	const char *name = clang_getCString(s);
	CXFile f;

	(void)parent;
	clang_getFileLocation(clang_getCursorLocation(c), &f, NULL, NULL, NULL);
	if (f && k == CXCursor_FunctionDecl && strncmp(name, "cleat_", 6) != 0 &&
	    strncmp(name, "class_", 6) != 0 && strncmp(name, "__atomic_", 9) != 0 &&
	    strncmp(name, "__builtin_", 10) != 0) {
		const char *copy = mem_strdup(n->arena, name);

		MEM_PUSH(n->arena, n->list, n->n, copy);
	}
	clang_disposeString(s);
	return CXChildVisit_Continue;
}

int frontend_names(struct mem *a, const char *path, const struct frontend_options *opt,
		   const char ***ret_list)
{
	CXIndex index = libclang_load() ? clang_createIndex(0, 0) : NULL;
	CXTranslationUnit tu = index ? parse(index, path, opt, FILE_PLAIN) : NULL;
	struct names n = {.arena = a};
	bool whole = tu && !has_errors(tu);

	if (whole)
		clang_visitChildren(clang_getTranslationUnitCursor(tu), take_name, &n);
	if (tu)
		clang_disposeTranslationUnit(tu);
	if (index)
		clang_disposeIndex(index);
	*ret_list = n.list;
	if (index && !whole)
		diag_error("reinstall the kit", "%s: the kit's own headers do not parse", path);
	return whole ? n.n : -1;
}

void frontend_prepare(void)
{
	libclang_load(); /* if not, it has said why, and nothing will be parsed */
}

const char *frontend_resources(void)
{
	return CLEAT_CLANG_RESOURCES "/include";
}

const char *frontend_library(void)
{
	return libclang_file();
}

struct unit *frontend_free(struct unit *u)
{
	if (u)
		mem_free(u->arena);
	return NULL;
}
