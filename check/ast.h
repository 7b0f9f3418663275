/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The checker's own C: what the front end makes of a file, and all that the passes see of it.
 * Everything of one file lies in one arena (struct unit) and lives as long as it. Types are
 * unique: two equal types are one pointer. A node is "trusted" when its text stands in a header
 * of the kit (a macro's own body), and the driver's when the driver wrote it.
 */
#ifndef CHECK_AST_H
#define CHECK_AST_H

#include <stdbool.h>
#include <stddef.h>

struct decl;
struct doubt;
struct expr;
struct func;
struct record;
struct stmt;
struct type;

/* A place in a source file; @file is an index into unit->files, 0 means "nowhere". */
struct loc {
	unsigned int file, line, col;
};

enum type_kind {
	T_VOID,
	T_BOOL,
	T_INT,
	T_ENUM,
	T_FLOAT,
	T_PTR,
	T_ARRAY,
	T_FUNC,
	T_RECORD,
	T_OTHER
};

/* Address spaces of what a pointer points to, as contract.h numbers them. */
enum { SPACE_KERNEL, SPACE_USER, SPACE_IOMEM };

/**
 * struct type - one C type, without typedefs
 * @size: bytes, -1 when incomplete; @bits: of a number, fewer than its bytes have in a bit-field
 * @to: pointee, element or result; @count: elements, -1 for [] and unknown
 * @params: parameter types of a T_FUNC
 */
struct type {
	enum type_kind kind;
	bool is_const, is_signed, is_volatile;
	unsigned int space;
	long size;
	int bits;
	long count;
	struct type *to;
	struct record *record;
	struct type **params;
	int n_params;
	bool variadic;
	const char *name;
};

/*
 * One word of contract.h on a declaration: "guarded_by" with argument "&lock".
 * @why: nobody wrote it; it follows from what is done at @at
 */
struct contract {
	const char *word, *arg, *why;
	struct loc at;
	struct contract *next;
};

enum decl_kind { D_VAR, D_PARAM, D_FUNC, D_FIELD };

/**
 * struct decl - anything that has a name and a type
 * @type_word: the typedef's name when the type was written as one ("gfp_t"), or NULL
 * @global: a variable that lives as long as the module (file scope or static)
 * @internal: it is this file's own (static); @steers: see steer.c; @defined: it lies in this file, which @loc then says
 * @cleanup: name of the function of attribute cleanup, or NULL
 * @counted_by: name of the sibling field that counts this one's elements, or NULL
 * @index: position among parameters or fields; @offset, @width: bits of a field
 * @params: of a pointer to a function, with their words
 * @func: of a D_FUNC; @record: of a D_FIELD
 */
struct decl {
	enum decl_kind kind;
	const char *name;
	const char *type_word;
	struct type *type;
	struct loc loc;
	struct contract *contracts;
	bool trusted, global, internal, defined, steers, bitfield, must_check;
	const char *cleanup, *counted_by;
	int index;
	long offset, width;
	struct func *func;
	struct record *record;
	struct decl **params;
	int n_params;
	struct expr *init;
	const struct stmt *scope;
};

/*
 * @grouped: fields of nameless structs within it are among @fields, from @first_of_group on
 */
struct record {
	const char *name;
	bool is_union, trusted, complete, grouped;
	int first_of_group;
	struct decl **fields;
	int n_fields;
	struct contract *contracts;
	struct type *type;
};

enum expr_kind {
	E_BAD,
	E_INT,
	E_STRING,
	E_FLOAT,
	E_VAR,
	E_FUNC,
	E_MEMBER,
	E_INDEX,
	E_DEREF,
	E_ADDR,
	E_NEG,
	E_BITNOT,
	E_NOT,
	E_PREINC,
	E_PREDEC,
	E_POSTINC,
	E_POSTDEC,
	E_BINARY,
	E_ASSIGN,
	E_COND,
	E_ELVIS,
	E_CALL,
	E_CAST,
	E_STMTS,
	E_INIT,
	E_COMPOUND,
	E_ATOMIC,
};

enum op {
	OP_NONE,
	OP_ADD,
	OP_SUB,
	OP_MUL,
	OP_DIV,
	OP_MOD,
	OP_SHL,
	OP_SHR,
	OP_AND,
	OP_OR,
	OP_XOR,
	OP_LT,
	OP_GT,
	OP_LE,
	OP_GE,
	OP_EQ,
	OP_NE,
	OP_LAND,
	OP_LOR,
	OP_COMMA,
};

/* Elements of an array, the last one among them. */
struct span {
	long first, last;
};

/**
 * struct expr - one expression
 * @op: of E_BINARY; of a compound E_ASSIGN, or OP_NONE
 * @a, @b, @c: operands in source order (E_MEMBER, E_CAST, unary: @a; E_INDEX: @a[@b])
 * @decl: E_VAR, E_FUNC, E_MEMBER
 * @a of an E_ATOMIC (READ_ONCE and its like) is the address, @b the new value or NULL
 * @args: E_CALL arguments, E_INIT values; @fields, @spans: the fields, or the elements of an array, that those are for
 * @implicit: an E_CAST that nobody wrote
 * @body: of E_STMTS, whose last expression is its value
 * @why: of E_BAD: what the driver wrote that is outside the subset
 */
struct expr {
	enum expr_kind kind;
	enum op op;
	bool trusted, implicit, arrow, is_errno;
	struct type *type;
	struct loc loc;
	struct expr *a, *b, *c;
	struct decl *decl;
	struct expr **args;
	struct decl **fields;
	struct span *spans;
	int n_args;
	struct stmt *body;
	long long value;
	bool is_unsigned;
	const char *text, *why, *type_word;
	int id;
};

enum stmt_kind {
	S_BAD,
	S_EMPTY,
	S_EXPR,
	S_DECL,
	S_BLOCK,
	S_IF,
	S_WHILE,
	S_DO,
	S_FOR,
	S_SWITCH,
	S_CASE,
	S_DEFAULT,
	S_BREAK,
	S_CONTINUE,
	S_GOTO,
	S_LABEL,
	S_RETURN,
	S_UNSAFE,
};

/**
 * struct stmt - one statement
 * @list, @n: of S_BLOCK; @decls: of S_DECL
 * @expr: condition or value; @init, @step: of S_FOR
 * @body, @orelse: what is governed (S_CASE, S_DEFAULT and S_LABEL govern one statement)
 * @lo, @hi: of S_CASE
 * @label: of S_LABEL and S_GOTO; a goto's target after resolving
 * @parent: the enclosing statement; @end: where a block ends
 */
struct stmt {
	enum stmt_kind kind;
	bool trusted;
	struct loc loc, end;
	struct stmt **list;
	int n;
	struct decl **decls;
	int n_decls;
	struct expr *expr, *step;
	struct stmt *init, *body, *orelse, *target, *parent;
	long long lo, hi;
	const char *label, *why;
	int id;
};

/* What a function that DEFINE_LIST and its like made does to the container that it is given. */
enum container_op {
	CONTAINER_NONE,
	CONTAINER_LOOKS,
	CONTAINER_FILLS,
	CONTAINER_EMPTIES,
	CONTAINER_ASKS, /* its result says whether it is empty */
	CONTAINER_ASKS_KIND, /* 0 when it is empty */
	CONTAINER_SPLICES, /* all of the second argument into the first */
};

/**
 * struct func - one function
 * @body: NULL when only declared here
 * @driver: it is the driver's text, to be checked (not a header's, not made by a kit macro)
 * @taken: its address is taken somewhere in this file
 * @last: the release function of counted objects: it is called with the last reference
 * @escapes: its address is kept: not all of its callers are seen
 * @called: by another function of this file
 * @calls: how many there are in functions of the driver; @mentions: how often it is named at all
 * @judged: a caller was looked at when it was not known that the function wants a lock held
 * @bound: a table of the kit gave it words; @unknown: no other file tells of it
 * @shares: what it returns as owned, others may have too (another reference)
 * @replaced: RCU readers may still be in what it returns
 */
struct func {
	struct decl *decl;
	struct decl **params;
	int n_params;
	struct type *result;
	struct stmt *body;
	struct stmt **labels;
	int n_labels;
	bool driver, taken, is_static, never_returns, last, shares, ordered, bound, unknown, escapes, called, judged, replaced;
	int calls, mentions;
	unsigned int frees; /* which parameters' memory it gives back, without a grace period */
	enum container_op op;
	int later; /* the front end's: where its body waits to be read, if anyone calls it */
	bool first_read; /* and: its first declaration was */
	struct summary *summary;
};

/* @driver: the driver's own; @kit: a header of the kit; neither: the system's. */
struct file {
	const char *path;
	bool driver, kit;
};

/* A file that was read, by the name under which it was found. */
struct input {
	const char *path;
	bool driver;
};

/* What clang says of the file: an error, which makes it unchecked, or a @doubt (doubts.h). */
struct complaint {
	struct loc loc;
	const char *text;
	const struct doubt *doubt;
};

/**
 * struct unit - one parsed file
 * @funcs: every function that has a body or is called; @globals: file-scope variables
 * @named: them by the hash of their names: @n_named places (a power of two), most of them empty
 * @files: [0] is unused; @inputs: all that was read; @ids: number of expression and statement ids given out
 */
struct unit {
	struct mem *arena;
	struct file *files;
	int n_files;
	struct func **funcs, **named;
	int n_funcs, n_named;
	struct decl **globals;
	int n_globals;
	struct record **records;
	int n_records;
	const char **enum_names;
	long long *enum_values;
	int n_enums;
	struct complaint *complaints;
	int n_complaints, n_errors;
	struct input *inputs;
	int n_inputs;
	int ids;
	double parse_ms;
};

/** decl_contract - the contract @word of @d, or NULL */
const struct contract *decl_contract(const struct decl *d, const char *word);
static inline bool decl_has(const struct decl *d, const char *word)
{
	return decl_contract(d, word) != NULL;
}

/** record_field - the field @name of @r (looking into anonymous members too), or NULL */
struct decl *record_field(const struct record *r, const char *name);

struct mem;

/** record_contract - the contract @word of the struct @t, or NULL: of another type, or of none, too */
const struct contract *record_contract(const struct type *t, const char *word);
/** contract_add - append a contract, in @a, to @list, and return it */
struct contract *contract_add(struct mem *a, struct contract **list, const char *word, const char *arg);

/** type_pinned - the part of @t to which others point by its address, or NULL */
const struct record *type_pinned(const struct type *t);
/** type_is_int - is @t a number? */
bool type_is_int(const struct type *t);
/** type_counted - does @t point to an object that counts its references? */
bool type_counted(const struct type *t);

/** unit_func - the function called @name, or NULL; unit_name_funcs - when all are read: what it needs */
struct func *unit_func(const struct unit *u, const char *name);
void unit_name_funcs(struct unit *u);

/** expr_plain - @e without the casts that nobody wrote */
const struct expr *expr_plain(const struct expr *e);
/** expr_is_null - is @e 0, whatever it is cast to? */
bool expr_is_null(const struct expr *e);

#endif
