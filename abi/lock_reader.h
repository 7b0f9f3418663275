/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Private to lock_read.c, lock_facts.c and lock_words.c: a lock file under way.
 */
#ifndef ABI_LOCK_READER_H
#define ABI_LOCK_READER_H

#include "abi/lock.h"

struct reader {
	struct abi_model *m;
	const char *name;
	char *next, *end;
	unsigned int line;
	const char *header;
	struct abi_header counts; /* what the header's line states */
	struct abi_header have;
	struct abi_entity *entity, *block; /* @block: the enum whose enumerators follow */
	struct abi_layout *layout;	   /* where member lines go */
	size_t room;
	uint32_t only; /* profiles of the entity, 0: all */
	bool recount, failed;
};

/** lock_fail - say what is wrong with the line, once; always false */
bool lock_fail(struct reader *r, const char *what);

/** lock_word - the next word of the line, cut out; NULL at its end */
char *lock_word(char **at);

/** lock_quoted - a quoted text, its escapes undone; NULL after a message */
char *lock_quoted(struct reader *r, char **at);

/** lock_number - a whole word as a number; @ret_unsigned: it needs all 64 bits */
bool lock_number(struct reader *r, const char *s, uint64_t *ret, bool *ret_unsigned);

/** lock_small - the same, at most @max */
bool lock_small(struct reader *r, const char *s, uint64_t max, uint64_t *ret);

/** lock_profile_list - "x86_64,i386" as a mask */
bool lock_profile_list(struct reader *r, char *list, uint32_t *ret);

/* Lines of facts; each returns false after a message. */
bool lock_read_entity(struct reader *r, int kind, char *s);
bool lock_read_enumerator(struct reader *r, char *s);
bool lock_read_field(struct reader *r, char *s, size_t indent);
bool lock_read_size(struct reader *r, char *s);
bool lock_read_exception(struct reader *r, char *s);

/** lock_close_layout - no more member lines for the struct above */
bool lock_close_layout(struct reader *r);

/** lock_has_layout - is @e complete (a struct has its size)? */
bool lock_has_layout(const struct abi_entity *e);

#endif
