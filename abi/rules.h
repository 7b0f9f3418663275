/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Private to compare.c and rules_*.c: one pair of facts and the findings it leads to.
 */
#ifndef ABI_RULES_H
#define ABI_RULES_H

#include "abi/compare.h"

/** struct pair - the same entity's facts in both models, in the profiles of @mask */
struct pair {
	struct abi_report *r;
	const struct abi_entity *a, *b;
	const struct abi_variant *va, *vb;
	uint32_t mask;
};

/** rules_record - struct or union against struct or union */
void rules_record(const struct pair *p);

/** rules_value - constants, enumerators, ioctls, strings, macros, in any combination */
void rules_value(const struct pair *p);

/** rules_verdict_record - worst verdict of two layouts, without reporting: -1 when equal */
int rules_verdict_record(struct abi_report *r, const struct abi_entity *a,
			 const struct abi_entity *b, const struct abi_variant *va,
			 const struct abi_variant *vb, uint32_t mask);

/**
 * rules_add - report a finding for a pair
 * @fix: what to do instead, or NULL
 * @fmt: one sentence
 */
struct abi_finding *rules_add(const struct pair *p, const char *code, enum abi_verdict verdict,
			      const char *fix, const char *fmt, ...)
	__attribute__((format(printf, 5, 6)));

/** rules_policy - policy of a record, or that of the ioctl or header it belongs to; -1: none said
 */
int rules_policy(const struct abi_entity *e);

/** rules_ioctl_using - an ioctl of the older model whose argument is record @e, or NULL */
const struct abi_entity *rules_ioctl_using(const struct abi_report *r, const struct abi_entity *e);

/** rules_report - add a finding that no pair of facts leads to */
struct abi_finding *rules_report(struct abi_report *r, struct abi_finding f);

bool rules_is_record(enum abi_kind k);

/** rules_removed - an entity of the older model that the newer one lacks */
void rules_removed(struct abi_report *r, const struct abi_entity *a);

/** rules_added - an entity of the newer model that the older one lacks */
void rules_added(struct abi_report *r, const struct abi_entity *b);

/* Headers: does @m have it; does anything of the entities [@from, @to) of one live on; it is gone.
 */
bool rules_has_header(const struct abi_model *m, const char *path);
bool rules_header_has_survivor(const struct abi_report *r, size_t from, size_t to);
void rules_header_gone(struct abi_report *r, const char *path, size_t n, bool moved,
		       enum abi_level level);

#endif
