/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the front end's own files share: one parse under way, and the conversions of each kind. */
#ifndef CHECK_FRONTEND_PRIVATE_H
#define CHECK_FRONTEND_PRIVATE_H

#include "base/libclang.h"
#include "check/mem.h"
#include "check/frontend.h"

enum { MAP_SIZE = 4096 };

struct map_entry {
	CXCursor cursor;
	const char *key;
	void *value;
	struct map_entry *next;
};

/* A function of the kit: its declarations, in order; their one name; the next function. */
struct kit_func {
	CXCursor *decls;
	int n_decls;
	const char *name;
	struct kit_func *next;
};

/**
 * struct fe - one parse under way
 * @arena: the unit's; @scratch: what ends with the parse
 * @decls: from cursor to struct decl or struct record; @types: from spelling to struct type,
 *	@seen_types: and from libclang's type, as to spell one takes long
 * @kit: from name to the declarations of the kit's functions, of which few are ever called
 * @waiting: bodies that the kit's macros made, of which most are never called
 * @func: whose body is being converted; @scope: innermost statement under conversion
 * @ours: the text around what is being converted is the driver's
 */
struct fe {
	struct unit *u;
	struct mem *arena, *scratch;
	CXTranslationUnit tu;
	const struct frontend_options *opt;
	CXFile *cxfiles, last_file;
	unsigned int last_index;
	struct map_entry *decls[MAP_SIZE];
	struct map_entry *types[MAP_SIZE];
	struct map_entry *seen_types[MAP_SIZE];
	struct kit_func *kit[MAP_SIZE];
	struct waiting {
		struct func *func;
		CXCursor body;
		bool called;
	} *waiting;
	int n_waiting;
	struct func *func;
	struct stmt *scope;
	int depth;
	bool ours;
};

/* Where libclang's own headers are: below it, in include. */
#define FE_RESOURCES CLEAT_LLVM "/lib/clang/22"

/* frontend_parse.c */
/** fe_parse_file - @path after its header, or after that one's compiled form; NULL when there is none */
CXTranslationUnit fe_parse_file(CXIndex index, const char *path, const struct frontend_options *opt);
void fe_take_inputs(struct fe *fe);

/* frontend_file.c */
/** fe_file_index - of @f in unit->files; fe_file_of - the file itself, until a new one comes to them */
unsigned int fe_file_index(struct fe *fe, CXFile f);
const struct file *fe_file_of(struct fe *fe, CXFile f);
struct file fe_cursor_file(struct fe *fe, CXCursor c);
struct loc fe_loc(struct fe *fe, CXSourceLocation l);
/** fe_written - does the text at @l stand in the driver's files, and not in another's macro? */
bool fe_written(struct fe *fe, CXSourceLocation l);
bool fe_given(struct fe *fe, CXCursor c);
bool fe_trusted(struct fe *fe, CXCursor c);
/**
 * fe_goes_on - does the driver go on where @c, with operands @kids, begins with a macro of the kit ("HZ / n")?
 *
 * An operator is located by its first operand. It is the kit's when all around it is the kit's: where a macro
 * of the kit uses an argument, that is in parentheses.
 */
bool fe_goes_on(struct fe *fe, CXCursor c, const CXCursor *kids, int n);
bool fe_driver_file(struct fe *fe, CXSourceLocation l);
/** fe_is_errno - is the number @c spelled where the kernel's headers define errors? */
bool fe_is_errno(struct fe *fe, CXCursor c);

/* frontend.c */
char *fe_string(struct fe *fe, CXString s);
int fe_children(struct fe *fe, CXCursor c, CXCursor **ret_list);
void *fe_find(struct fe *fe, CXCursor c);
void fe_remember(struct fe *fe, CXCursor c, void *value);

/* frontend_type.c */
struct type *fe_type(struct fe *fe, CXType t);
struct record *fe_record(struct fe *fe, CXCursor c);
/** fe_field_owner - the struct that has the field: the outer one, when it is in a nameless struct */
CXCursor fe_field_owner(CXCursor field);
const char *fe_type_word(struct fe *fe, CXType t);

/* frontend_decl.c */
struct decl *fe_decl(struct fe *fe, CXCursor c);
struct decl *fe_local(struct fe *fe, CXCursor c);
struct decl *fe_new_decl(struct fe *fe, CXCursor c, enum decl_kind kind);
void fe_pointer_params(struct fe *fe, CXCursor c, struct decl *d);
void fe_contracts(struct fe *fe, CXCursor c, struct contract **list);
void fe_add_contract(struct fe *fe, struct contract **list, const char *word, const char *arg);
/** fe_take_contracts, fe_has_attribute - among @n children of a declaration */
void fe_take_contracts(struct fe *fe, const CXCursor *kids, int n, struct contract **list);
bool fe_has_attribute(const CXCursor *kids, int n, enum CXCursorKind kind);

/* frontend_func.c */
struct func *fe_func(struct fe *fe, CXCursor c);
/** fe_kit - @c declares a function of the kit's headers: to be read when it is called, or named by a contract */
void fe_kit(struct fe *fe, CXCursor c);
/** fe_named - read the kit's function @name, when there is one */
void fe_named(struct fe *fe, const char *name);
/** fe_called - the body calls or names @f: learn what only its printed declaration shows */
void fe_called(struct fe *fe, CXCursor c, struct func *f);
void fe_body(struct fe *fe, struct func *f, CXCursor c);
/** fe_waiting - read the bodies that were put off and are called after all */
void fe_waiting(struct fe *fe);

/* frontend_expr.c */
struct expr *fe_expr(struct fe *fe, CXCursor c);
/** fe_evaluate - make @e the integer constant that @c is; false when it is none */
bool fe_evaluate(CXCursor c, struct expr *e);
bool fe_is_expr(CXCursor c);
/** fe_bad - @e is something that the checker cannot follow, and says @why */
struct expr *fe_bad(struct expr *e, const char *why);

/* frontend_init.c */
void fe_take_init(struct fe *fe, struct expr *e, CXCursor *kids, int n);

/* frontend_stmt.c */
struct stmt *fe_stmt(struct fe *fe, CXCursor c);
enum { FE_MAX_DEPTH = 400 };

#endif
