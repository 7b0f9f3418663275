/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Two models side by side. Each difference becomes a finding with one of three verdicts; what the
 * older model says about levels, policies, marks, waivers and tombstones decides which.
 */
#ifndef ABI_COMPARE_H
#define ABI_COMPARE_H

#include "abi/model.h"

enum abi_verdict {
	ABI_NOTE,   /* programs that are compiled go on; their source may need a change */
	ABI_GROWTH, /* the ABI grew by the rules */
	ABI_WAIVED, /* a break that a human accepted */
	ABI_BREAK,  /* a program that worked no longer does */
	ABI_N_VERDICTS,
};

/**
 * struct abi_finding - one difference
 * @code: stable word for it ("moved", "hole-filled", …); docs/abi.md explains each
 * @mask: profiles (of the older model) in which it holds
 * @what: one sentence
 * @fix: what to do instead, or NULL
 * @a, @b: older and newer entity; one of them may be NULL
 * @va, @vb: their facts in the first profile of @mask
 * @folded: it follows from another finding and is not counted beside it
 */
struct abi_finding {
	const char *code, *name, *header, *what, *fix;
	enum abi_verdict verdict;
	enum abi_kind kind;
	uint32_t mask;
	unsigned int line;
	bool folded;
	const struct abi_entity *a, *b;
	const struct abi_variant *va, *vb;
	const struct abi_waiver *waiver;
};

struct abi_report {
	struct abi_model *a, *b;
	const char *label_a, *label_b;
	struct arena arena;
	struct abi_finding *findings;
	size_t n_findings;
	unsigned long facts;		     /* facts of the older model that were looked at */
	unsigned long added[ABI_N_KINDS];    /* new entities, by kind */
	unsigned long count[ABI_N_VERDICTS]; /* findings that are not folded */
	const struct abi_entity **ioctls;    /* of the older model */
	size_t n_ioctls;
	struct abi_entity **partners;	 /* for each entity of @a, that of @b */
	int profile_b[ABI_MAX_PROFILES]; /* index of each of @a's profiles in @b */
};

/**
 * abi_compare - fill in @r
 * @r: label_a, label_b, a and b are set
 *
 * Return: false after a message when the models cannot be compared (a profile is missing).
 */
bool abi_compare(struct abi_report *r);

/** abi_report_exit - EXIT_FINE without a break, EXIT_FINDING with one */
int abi_report_exit(const struct abi_report *r);

void abi_report_deinit(struct abi_report *r);

const char *abi_verdict_word(enum abi_verdict v);

/** abi_profiles - the names of the profiles in @mask, "x86_64,i386" */
const char *abi_profiles(struct arena *a, const struct abi_model *m, uint32_t mask);

#endif
