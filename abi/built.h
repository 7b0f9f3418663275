/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Records as a compiled kernel or module has them, read from its BTF or DWARF, to be held against
 * the frozen ones. Only records whose names are wanted are kept.
 */
#ifndef ABI_BUILT_H
#define ABI_BUILT_H

#include "abi/model.h"

/** struct built_record - one definition; there may be several of a name */
struct built_record {
	const char *name;
	bool is_union;
	struct abi_layout layout; /* members, groups flattened; types are not filled in */
	struct built_record *next;
};

struct built {
	struct arena arena;
	const struct abi_model *wanted; /* names that are of interest */
	struct built_record *buckets[4096];
	size_t n, n_types;
	const char *how; /* "BTF" or "DWARF" */
};

/**
 * built_btf - read BTF
 * @data: the whole blob; @base: that of vmlinux when @data is a module's, else NULL
 *
 * Return: false after a message that begins with @name.
 */
bool built_btf(struct built *b, const char *name, const unsigned char *data, size_t size,
	       const unsigned char *base, size_t base_size);

/** built_dwarf - read the DWARF of an ELF file; false after a message */
bool built_dwarf(struct built *b, const char *path);

/** built_open - BTF or DWARF of a raw BTF file, a module, a vmlinux or a bzImage */
bool built_open(struct built *b, const char *path, const char *base_path);

/** built_wants - is a record of this name frozen? */
bool built_wants(const struct built *b, const char *name);

/** built_add - a finished record; its fields are copied */
void built_add(struct built *b, const char *name, bool is_union, const struct abi_layout *l);

/** built_find - the definitions of @name, linked by next */
const struct built_record *built_find(const struct built *b, const char *name);

void built_deinit(struct built *b);

#endif
