/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* How libclang is asked: the arguments, compiled headers, and the files that were read. */
#include "base/diag.h"
#include "check/doubts.h"
#include "check/frontend_private.h"
#include "check/kept.h"

#include <stdlib.h>
#include <string.h>

static int n_doubts(void)
{
	int n = 0;

	while (doubts[n].option)
		n++;
	return n;
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

/* Not what a kernel's file includes, which is more than is worth it. */
static bool keeps(const struct frontend_options *opt)
{
	return !opt->n_made && !opt->header;
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
		FE_RESOURCES,
		"-Werror=implicit-function-declaration",
		"-Werror=int-conversion",
		"-fexperimental-late-parse-attributes",
		"-Werror=incompatible-pointer-types",
		"-Werror=format",
		"-Werror=strict-prototypes",
		"-Werror=deprecated-non-prototype",
		"-Werror=address-of-packed-member",
		"-Werror=incompatible-pointer-types-discards-qualifiers",
		"-Wno-return-type", /* for which clang would follow each function's flow, */
		"-Werror=return-mismatch", /* unlike for this part of it */
		"-Wno-undefined-internal", /* inline functions of the kit, whose bodies it does not show */
		"-ferror-limit=20",
	};
	enum { N_OURS = sizeof(ours) / sizeof(ours[0]) };
	int n = N_OURS + n_words(opt->args);
	const char **args = calloc((size_t)(n + n_doubts()) + 2, sizeof(*args));
	const struct CXUnsavedFile *kept;
	int n_kept = keeps(opt) ? kept_files(&kept) : 0;
	struct CXUnsavedFile *made;
	CXTranslationUnit tu = NULL;

	if (!args)
		return NULL;
	prepare();
	memcpy(args, ours, sizeof(ours));
	memcpy(args + N_OURS, opt->args, (size_t)(n - N_OURS) * sizeof(*args));
	for (const struct doubt *d = doubts; d->option; d++)
		if (d->asked)
			args[n++] = d->option;
	if (opt->header && how != HEADER_ALONE) {
		args[n++] = how == FILE_COMPILED ? "-include-pch" : "-include";
		args[n++] = how == FILE_COMPILED ? opt->pch : opt->header;
	}
	made = calloc((size_t)(opt->n_made + n_kept) + 1, sizeof(*made));
	for (int i = 0; made && i < opt->n_made; i++)
		made[i] = (struct CXUnsavedFile){.Filename = opt->made[i].path,
						 .Contents = opt->made[i].text,
						 .Length = strlen(opt->made[i].text)};
	if (made && n_kept)
		memcpy(made + opt->n_made, kept, (size_t)n_kept * sizeof(*made));
	if (made)
		clang_parseTranslationUnit2(index, path, args, n, made,
					    (unsigned int)(opt->n_made + n_kept),
					    how == HEADER_ALONE
						    ? CXTranslationUnit_ForSerialization |
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

/* What does not parse after the compiled form is read once more without it: that may be at fault.
 */
CXTranslationUnit fe_parse_file(CXIndex index, const char *path, const struct frontend_options *opt)
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
	clang_disposeString(s);
	for (int i = 0; i < in->opt->n_made; i++)
		if (strcmp(in->opt->made[i].path, one.path) == 0)
			return;
	if (in->fe) {
		const struct file *file = fe_file_of(in->fe, f);

		one.driver = file->driver;
		if (depth > 0 && keeps(in->opt))
			kept_add(one.path, file->path);
	}
	MEM_PUSH(in->arena, in->list, in->n, one);
}

void fe_take_inputs(struct fe *fe)
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
	return FE_RESOURCES "/include";
}

const char *frontend_library(void)
{
	return libclang_file();
}
