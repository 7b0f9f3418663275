/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Private to extract*.c: one translation unit in one profile, and what its walk has found so far.
 */
#ifndef ABI_EXTRACT_TU_H
#define ABI_EXTRACT_TU_H

#include "abi/extract.h"
#include "base/libclang.h"

/** struct macro - one macro of the headers, between the first parse and the second */
struct macro {
	const char *name, *text, *params; /* @params: "(a, b)" of a function-like one, else NULL */
	const char *header;
	unsigned int line, n_params;
	bool variadic, usable;	 /* @usable: its text can stand inside an expression */
	signed char reaches_ioc; /* its text leads to _IOC: -1 not known yet */
	const char *why;	 /* why it has no value */
	bool evaluated, is_string, is_unsigned, is_ioctl, is_defined;
	int64_t num;
	const char *str, *arg, *samples;
};

enum { TU_FILES = 1 << 15, TU_ARGS = 96 };

/** struct file_of - which header a clang file is; NULL @header: not one of ours */
struct file_of {
	CXFile file;
	const char *header;
	const char *contents;
	size_t size;
};

struct tu {
	struct abi_model *m;
	const struct abi_source *src;
	uint32_t mask; /* the profile, as a bit */
	unsigned int profile;
	const char **args;
	int n_args;
	const char **roots; /* longest first: a header's name is its path below one of them */
	int n_roots;
	CXIndex index;
	CXTranslationUnit unit;
	const char *text;      /* the #include lines */
	struct file_of *files; /* hash of TU_FILES slots */
	size_t n_files;
	const char *only; /* take facts of this header alone, NULL: of all that are not isolated */
	const bool *isolated; /* by index in src->headers */
	struct macro *macros;
	size_t n_macros;
	struct enum_init *inits; /* enumerators whose text may be an ioctl */
	size_t n_inits;
	bool failed;
};

/** struct enum_init - an enumerator whose initialiser has a call in it */
struct enum_init {
	struct abi_entity *entity;
	const char *text, *tag;
	int64_t num;
	bool is_ioctl;
	const char *arg;
};

/** tu_file - what is known of a clang file */
struct file_of *tu_file(struct tu *t, CXFile file);

/** tu_slice - source text between two locations of one file, or NULL */
const char *tu_slice(struct tu *t, CXSourceRange range, size_t *ret_size);

/** tu_args - the compiler's arguments and the roots for profile @p */
void tu_args(struct tu *t, const struct abi_profile *p, const struct abi_extract *how);

/** tu_header_name - a file's name below the longest root that it is in, or NULL */
const char *tu_header_name(const struct tu *t, const char *path);

/** tu_has_asm - are there asm headers for the machine? Without them nothing is known of it */
bool tu_has_asm(const struct tu *t);

/** tu_parse - parse @text with the profile's arguments; @detailed: keep macro definitions */
CXTranslationUnit tu_parse(struct tu *t, const char *text, bool detailed);

/** tu_decls - add the records and enums of the unit; collect its macros */
void tu_decls(struct tu *t);

/** tu_macros - evaluate the macros in a second parse and add their facts */
void tu_macros(struct tu *t);

/** tu_on_value - take the value of one "cleat_…" declaration of the second unit */
enum CXChildVisitResult tu_on_value(CXCursor c, CXCursor parent, CXClientData data);

/** tu_type - normalised spelling of a type, interned */
const char *tu_type(struct tu *t, CXType type);

/** tu_entity - the entity that a fact of this profile belongs to; NULL: it has this fact already */
struct abi_entity *tu_entity(struct tu *t, enum abi_kind kind, const char *name, const char *header,
			     const struct abi_variant *v);

/** tu_ioctl - fill in the parts of an ioctl number */
void tu_ioctl(struct tu *t, struct abi_variant *v, uint32_t number, const char *arg);

#endif
