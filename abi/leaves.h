/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A layout as its leaves: every member with its path, groups opened, and the unions that are around
 * it. Private to rules_record.c.
 */
#ifndef ABI_LEAVES_H
#define ABI_LEAVES_H

#include "abi/rules.h"

/** struct leaf - one member, groups opened */
struct leaf {
	const struct abi_field *f;
	const char *path;
	uint64_t from, to;	       /* bits */
	uint64_t union_from, union_to; /* innermost union around it; empty when there is none */
	size_t group;		       /* the group that it is a direct member of; 0: the record */
	bool in_union, matched;	       /* @in_union: that group is a union */
};

struct leaves {
	struct leaf *items;
	size_t n;
	uint64_t size; /* of the record, bits */
};

/** leaves_open - the leaves of one side of @p; the caller frees items */
void leaves_open(struct leaves *l, const struct pair *p, bool newer);

/** leaves_by_path - the leaf "parts.lo", or NULL */
struct leaf *leaves_by_path(const struct leaves *l, const char *path);

/** leaves_is_record - is it the type of a struct or union that has a tag? */
bool leaves_is_record(const char *type);

/** leaves_record_named - the record of @m that "struct x" (or "struct x[4]") names, or NULL */
const struct abi_entity *leaves_record_named(const struct abi_model *m, const char *type);

#endif
