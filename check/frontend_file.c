/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Whose text something is, and where it stands. */
#include "check/frontend_private.h"
#include "check/kept.h"

#include <ctype.h>
#include <string.h>

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

static const char *file_path(struct fe *fe, CXFile f)
{
	const char *name = fe_string(fe, clang_getFileName(f)), *real = kept_real(name);

	real = real ? mem_strdup(fe->arena, real) : fe_string(fe, clang_File_tryGetRealPathName(f));
	return *real ? real : name;
}

/* The index of @f in unit->files; a file is seen by many locations, so look from the newest. */
unsigned int fe_file_index(struct fe *fe, CXFile f)
{
	struct unit *u = fe->u;
	static const char *const resources[] = {FE_RESOURCES, NULL};
	struct file entry = {0};
	CXFile none = NULL;
	const char *path;
	int n = 0;

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
		MEM_PUSH(fe->scratch, fe->cxfiles, n, none);
		MEM_PUSH(fe->arena, u->files, u->n_files, entry);
	}
	path = entry.path = file_path(fe, f);
	entry.kit = is_below(path, fe->opt->trusted) || is_below(path, resources);
	entry.driver = !entry.kit && !is_below(path, fe->opt->system);
	n = u->n_files;
	MEM_PUSH(fe->scratch, fe->cxfiles, n, f);
	MEM_PUSH(fe->arena, u->files, u->n_files, entry);
	return (unsigned int)(u->n_files - 1);
}

/* In two steps: a new file may move the array. */
const struct file *fe_file_of(struct fe *fe, CXFile f)
{
	unsigned int i = fe_file_index(fe, f);

	return &fe->u->files[i];
}

struct loc fe_loc(struct fe *fe, CXSourceLocation l)
{
	struct loc loc = {0};
	CXFile f;

	clang_getFileLocation(l, &f, &loc.line, &loc.col, NULL);
	loc.file = fe_file_index(fe, f);
	return loc;
}

static const struct file *spelling_file(struct fe *fe, CXSourceLocation l)
{
	CXFile f;

	clang_getSpellingLocation(l, &f, NULL, NULL, NULL);
	return f ? fe_file_of(fe, f) : NULL;
}

bool fe_written(struct fe *fe, CXSourceLocation l)
{
	const struct file *f = spelling_file(fe, l);

	return f && f->driver;
}

/* A declaration that the driver did not write. */
bool fe_given(struct fe *fe, CXCursor c)
{
	return !fe_written(fe, clang_getCursorLocation(c));
}

/*
 * Text that a macro of the kit spells is the kit's; a token that was pasted is whose the text
 * around it is. The macros of a kernel, where one is read, are nobody's: what they make of the
 * driver's words is proven as if the driver had written it.
 */
bool fe_trusted(struct fe *fe, CXCursor c)
{
	const struct file *f = spelling_file(fe, clang_getCursorLocation(c));

	return f ? f->kit || (!f->driver && !fe->opt->n_made) : !fe->ours;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Where the macro that @text has at @at ends: after its name, or after the arguments. */
static size_t macro_end(const char *text, size_t size, size_t at)
{
	size_t end;
	int depth = 0;

	while (at < size && is_word(text[at]))
		at++;
	for (end = at; end < size && isspace((unsigned char)text[end]); end++)
		;
	if (end == size || text[end] != '(')
		return at;
	for (; end < size; end++) {
		depth += (text[end] == '(') - (text[end] == ')');
		if (depth == 0)
			return end + 1;
	}
	return size;
}

/* Does @c, which begins with a macro of the kit, end behind it? Then the macro has not written all of it. */
static bool ends_behind(struct fe *fe, CXCursor c)
{
	CXSourceRange range = clang_getCursorExtent(c);
	unsigned int begin, end;
	CXFile file, other;
	const char *text;
	size_t size;

	clang_getFileLocation(clang_getRangeStart(range), &file, NULL, NULL, &begin);
	clang_getFileLocation(clang_getRangeEnd(range), &other, NULL, NULL, &end);
	if (!file || !other || !clang_File_isEqual(file, other) || !fe_file_of(fe, file)->driver)
		return false;
	text = clang_getFileContents(fe->tu, file, &size);
	return text && end > macro_end(text, size, begin);
}

bool fe_goes_on(struct fe *fe, CXCursor c, const CXCursor *kids, int n)
{
	switch (clang_getCursorKind(c)) {
	case CXCursor_ArraySubscriptExpr:
	case CXCursor_BinaryOperator:
	case CXCursor_CompoundAssignOperator:
	case CXCursor_ConditionalOperator:
		for (int i = 1; i < n; i++)
			if (fe_written(fe, clang_getCursorLocation(kids[i])))
				return true;
		return ends_behind(fe, c);
	case CXCursor_CallExpr:
	case CXCursor_UnaryOperator:
		return ends_behind(fe, c);
	default:
		return false;
	}
}

/* A file that is neither the kit's nor the driver's for what stands nowhere. */
struct file fe_cursor_file(struct fe *fe, CXCursor c)
{
	CXFile f;

	clang_getFileLocation(clang_getCursorLocation(c), &f, NULL, NULL, NULL);
	return f ? *fe_file_of(fe, f) : (struct file){.path = NULL};
}

bool fe_driver_file(struct fe *fe, CXSourceLocation l)
{
	CXFile f;

	clang_getFileLocation(l, &f, NULL, NULL, NULL);
	return f && fe_file_of(fe, f)->driver;
}

bool fe_is_errno(struct fe *fe, CXCursor c)
{
	const struct file *f = spelling_file(fe, clang_getCursorLocation(c));
	const char *name = f && !f->driver ? strrchr(f->path, '/') : NULL;

	return name && (strcmp(name, "/errno-base.h") == 0 || strcmp(name, "/errno.h") == 0);
}
