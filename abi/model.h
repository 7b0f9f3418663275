/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The facts of a userspace ABI in memory. A model is a set of entities (a struct, an ioctl number,
 * a constant, …), each found in one header. An entity has one variant for each group of profiles
 * (x86_64, i386, …) in which its facts are the same, so that what is equal is stored once.
 * All strings and arrays live in the model's arena and die with it.
 */
#ifndef ABI_MODEL_H
#define ABI_MODEL_H

#include "abi/arena.h"
#include "abi/profile.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** enum abi_kind - what an entity is; the order is the order in a lock file */
enum abi_kind {
	ABI_STRUCT,
	ABI_UNION,
	ABI_ENUM, /* the block that holds enumerators, in their order */
	ABI_ENUMERATOR,
	ABI_IOCTL,
	ABI_CONST,  /* object macro with an integer value */
	ABI_STRING, /* object macro with a string value */
	ABI_MACRO,  /* function-like macro: text and sample values */
	ABI_OPAQUE, /* object macro without a value in user space: text only */
	ABI_SYSCALL,
	ABI_N_KINDS,
};

enum abi_level { ABI_STABLE, ABI_TESTING, ABI_OBSOLETE, ABI_REMOVED, ABI_N_LEVELS };
enum abi_policy {
	ABI_FIXED,
	ABI_SIZED,
	ABI_BY_NUMBER,
	ABI_WIRE,
	ABI_OPEN,
	ABI_BY_NAME,
	ABI_N_POLICIES
};

/** enum abi_mark - what a constant or enumerator is for, which decides how it may change */
enum abi_mark {
	ABI_EXACT,    /* its value never changes */
	ABI_SENTINEL, /* counts the others: may only grow */
	ABI_MASK,     /* the set of known bits: may only gain bits */
	ABI_VERSION,  /* may only go up */
	ABI_N_MARKS,
};

enum abi_field_flag {
	ABI_F_BITFIELD = 1,
	ABI_F_FLEX = 2,	 /* [] or [0] */
	ABI_F_GROUP = 4, /* a struct or union written in place; its members follow, one deeper */
	ABI_F_UNION = 8, /* … and it is a union */
	ABI_F_RESERVED = 16,
	ABI_F_POINTER = 32, /* pointer, or as wide as one (long, size_t) */
	ABI_F_RECORD = 64,  /* its type is a struct or union that stands elsewhere */
};

/**
 * struct abi_field - one member, or a group written in place
 * @name: "-" for an unnamed group
 * @type: normalised spelling; "struct" or "union" for a group
 * @at: offset from the start of the outermost record, in bits
 * @bits: width in bits; 0 for a flexible array
 * @depth: 0 for a member of the record itself, +1 inside each group
 */
struct abi_field {
	const char *name, *type;
	uint64_t at, bits;
	uint16_t depth, flags;
};

/** struct abi_layout - how a record lies in memory: bytes, and its members in declaration order */
struct abi_layout {
	uint64_t size, align;
	struct abi_field *fields;
	size_t n_fields;
};

/**
 * struct abi_ioctl - an ioctl number and what it is made of
 * @dir: bit 0: the user writes (_IOW), bit 1: the user reads (_IOR)
 * @arg: argument type, NULL when it has none
 */
struct abi_ioctl {
	uint32_t number;
	uint8_t dir, type, nr;
	uint32_t size;
	const char *arg;
};

/** struct abi_variant - the facts that hold in the profiles of @mask */
struct abi_variant {
	uint32_t mask;
	union {
		struct abi_layout layout;
		struct abi_ioctl ioctl;
		struct {
			int64_t num;	  /* CONST, ENUMERATOR, SYSCALL */
			bool is_unsigned; /* num is a uint64_t */
			const char
				*text; /* STRING, MACRO (samples), OPAQUE (why), SYSCALL (entry) */
		} value;
	};
};

/**
 * struct abi_entity - one name of the ABI
 * @text: source text: of a MACRO or OPAQUE, of a CONST that is made of other names; else NULL
 * @of: tag of the enum of an ENUMERATOR or of an ioctl declared in one
 * @order: place in its enum
 * @line: line in the header, 0 when it comes from a lock file
 * @hex: its value is written in hexadecimal
 * @is_typedef: a record without a tag: its name is a typedef's
 * @kept: its mark was decided in an earlier freeze: nothing is suggested
 * @matched: abi_compare() found it in the older model, too
 * @compat: a human says that the driver has code for 32-bit callers
 * @holes_zero: a human says that the driver refuses non-zero bytes in holes
 * @why: of an OPAQUE: why it has no value, or NULL
 */
struct abi_entity {
	enum abi_kind kind;
	const char *name, *header, *text, *of;
	unsigned int order, line;
	enum abi_level level;
	enum abi_policy policy;
	enum abi_mark mark;
	bool hex, has_level, has_policy, has_mark, holes_zero, compat, is_typedef, kept, matched;
	const char *since, *why;
	struct abi_variant *variants;
	unsigned int n_variants;
	uint32_t hash; /* of kind and name */
};

/** struct abi_tombstone - a name or number that is gone and never comes back */
struct abi_tombstone {
	enum abi_kind kind;
	const char *name, *header, *since, *reason;
	uint64_t number;
};

/**
 * struct abi_waiver - a human's "yes" to one finding
 * @done: the facts were frozen anew since, so that it is history and waives nothing any more
 */
struct abi_waiver {
	const char *code, *name, *date, *reason;
	bool used, done;
};

/** struct abi_pattern - level, policy or mark of all names or headers that a glob matches */
struct abi_pattern {
	const char *what, *glob; /* @what: "header", "struct", "enum", "const", … */
	bool has_level, has_policy, has_mark;
	enum abi_level level;
	enum abi_policy policy;
	enum abi_mark mark;
};

/** struct abi_header - one header and how many facts of each kind it gave */
struct abi_header {
	const char *path;
	unsigned int facts[ABI_N_KINDS];
	unsigned int fields;
};

/** struct abi_slot - the hash stands beside the pointer, so that a miss touches no entity */
struct abi_slot {
	uint32_t hash;
	struct abi_entity *entity;
};

struct abi_model {
	struct arena arena;
	const struct abi_profile *profiles[ABI_MAX_PROFILES];
	unsigned int n_profiles;
	const char *flags; /* what the headers need beside themselves: -D…, or NULL */
	struct abi_header *headers;
	size_t n_headers, room_headers;
	struct abi_entity **entities; /* sorted by abi_model_sort() */
	size_t n_entities, room_entities;
	struct abi_slot *slots; /* open hash of the entities by kind and name */
	size_t n_slots;
	struct abi_tombstone *tombstones;
	size_t n_tombstones;
	struct abi_waiver *waivers;
	size_t n_waivers;
	struct abi_pattern *patterns;
	size_t n_patterns;
	bool frozen;	   /* read from a lock file: what it says is decided */
	const char *skips; /* header globs that are left out, space separated, or NULL */
	char *text;	   /* the lock file that the strings point into, or NULL */
};

struct abi_model *abi_model_new(void);
struct abi_model *abi_model_free(struct abi_model *m);

/** abi_model_profile - index of the profile @name in @m, or -1 */
int abi_model_profile(const struct abi_model *m, const char *name);

/** abi_model_header - the header @path of @m; it is added when new */
struct abi_header *abi_model_header(struct abi_model *m, const char *path);

/** abi_model_find - an entity by its kind and name, in @header or, if that is NULL, in any */
struct abi_entity *abi_model_find(const struct abi_model *m, enum abi_kind kind, const char *name,
				  const char *header);

/**
 * abi_model_entity - a new entity, even if one of that name exists
 * @ret_twice: whether one of the same kind, name and header does, or NULL
 */
struct abi_entity *abi_model_entity(struct abi_model *m, enum abi_kind kind, const char *name,
				    const char *header, bool *ret_twice);

/**
 * abi_model_add - give the entity the facts of one more profile
 * @v: its mask holds the one profile; arrays and strings are in @m's arena
 *
 * Equal facts are merged into one variant.
 */
void abi_model_add(struct abi_model *m, struct abi_entity *e, const struct abi_variant *v);

/** abi_variant_equal - are the facts the same (masks aside)? */
bool abi_variant_equal(enum abi_kind kind, const struct abi_variant *a,
		       const struct abi_variant *b);

/** abi_entity_variant - the facts in profile @index, or NULL when it is absent there */
const struct abi_variant *abi_entity_variant(const struct abi_entity *e, unsigned int index);

/** abi_entity_mask - all profiles that have it */
uint32_t abi_entity_mask(const struct abi_entity *e);

/** abi_model_reserve - make room for about @n entities */
void abi_model_reserve(struct abi_model *m, size_t n);

/** abi_model_drop - take the entity out at the next abi_model_sort() */
void abi_model_drop(struct abi_entity *e);

/** abi_model_sort - headers by path, entities by header, kind and name; recount the facts */
void abi_model_sort(struct abi_model *m);

/** abi_model_facts - facts of one kind over all headers; ABI_N_KINDS: the fields; -1: all */
unsigned long abi_model_facts(const struct abi_model *m, int kind);

const char *abi_kind_word(enum abi_kind kind);
const char *abi_level_word(enum abi_level level);
const char *abi_policy_word(enum abi_policy policy);
const char *abi_mark_word(enum abi_mark mark);

/* The reverse: an index, or -1 when @word (of @n bytes) is not one. */
int abi_kind_of(const char *word, size_t n);
int abi_level_of(const char *word, size_t n);
int abi_policy_of(const char *word, size_t n);
int abi_mark_of(const char *word, size_t n);

#endif
