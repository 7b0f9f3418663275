/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What may be true at one point of one path of a function. A state maps places to values and
 * symbols to facts; the executor (exec.h) carries sets of states along every path.
 *
 * A place is a path from a root: a variable, or the memory that a symbolic pointer points to
 * (an array of the pointee, so that "p->a" is the place SYM[0].a), then fields and elements.
 * A symbol is a value that is not known: its facts say what is known of it. Places and symbols
 * are numbered in a table of the whole run over a function (struct run), so that the same thing
 * has the same number on all paths, and states compare by numbers.
 */
#ifndef CHECK_STATE_H
#define CHECK_STATE_H

#include "check/ast.h"
#include "check/lin.h"

typedef int place_t;

enum place_kind { P_VAR, P_SYM, P_FIELD, P_INDEX, P_ANY };

/* @at: of a P_ANY, the index when it is a known expression; @exact: such a one is in the path;
 * @loose: the place without them. */
struct place {
	enum place_kind kind;
	place_t parent;
	const struct decl *decl;
	sym_t sym;
	long long index;
	struct lin at;
	bool exact;
	place_t loose;
	struct type *type;
	int next; /* in its bucket */
};

/* What a pointer may be. */
enum { M_NULL = 1, M_ERR = 2, M_VALID = 4 };

/*
 * What memory holds where no cell says otherwise: something valid, nothing yet, zeros, either of
 * the first two; or what a callee may have made of zeros.
 */
enum content { C_EXTERN, C_UNINIT, C_ZERO, C_MAYBE, C_LENT };

enum death { ALIVE, FREED, MOVED, DROPPED, EXPIRED };

/* Where a symbol's value comes from: key for finding it again, and words for messages. */
enum sym_origin {
	SYM_PARAM,
	SYM_LOAD,
	SYM_CALL,
	SYM_JOIN,
	SYM_MATH,
	SYM_OLD,
	SYM_OUTER,
	SYM_WRAP /* key1: which of run->wraps it is, as it comes out of its type */
};

/* @error: it may be the error that a call gave; @paged: memory of kvmalloc(); @given: a number that was given out */
struct sym {
	enum sym_origin origin;
	int key1, key2;
	struct type *type;
	const char *name;
	bool named, error, paged, given, left; /* @left: an unsigned answer that must be looked at, made signed */
	int next;		 /* in its bucket */
};

enum val_kind { V_NONE, V_INT, V_PTR, V_ADDR, V_FUNC, V_TEXT, V_CONTENT, V_AGGREGATE, V_UNKNOWN };

/**
 * struct val - one value
 * @lin: the number of a V_INT; the element index of a V_PTR, and of a V_ADDR with @elem
 * @sym: of a V_PTR; @place: of a V_ADDR (what is pointed to), V_AGGREGATE (what is copied)
 * @content: of a V_CONTENT cell: what this place and all below it hold by default
 * @uninit: may not have been written
 * @wrapped: the number may have wrapped or been cut at @odd_at
 * @stale: user memory that was fetched a second time at @odd_at
 */
struct val {
	enum val_kind kind;
	struct lin lin;
	sym_t sym;
	place_t place;
	bool elem, uninit, wrapped, cut, stale;
	enum content content;
	const struct func *func;
	const char *text;
	struct loc odd_at;
};

struct cell {
	place_t place;
	struct val val;
	struct loc at;
};

enum { MAX_DEPS = 3 };

/**
 * struct fact - what is known of a symbol
 * @lo, @hi: bounds of a number; @nonzero: and it is not 0
 * @mask: what a pointer may be (M_…)
 * @own: how many times this function owes its release
 * @borrowed: someone else keeps it alive; @own may be 0
 * @tested: this function looked whether it is NULL
 * @fresh: this function made it, and nobody else has seen it yet
 * @content: what its memory holds by default
 * @has_extent: @extent is how many bytes it has; @text: which is the length of a string, and one
 * @pending: an error that nobody has looked at yet
 * @loan: the lock (place) under which it was read; it lives no longer than the lock is held
 * @lapsed: that lock has been let go since
 * @deps: symbols whose death is this one's too
 * @character: of what isdigit() and its like say: what they looked at
 * @readers: RCU readers may still be in it: it was replaced, and no grace period has passed since
 * @waited: a grace period has passed since the function has it
 * @from: the container (place) that lent it, or that it was put into; of a number, the ida that it
 *	went back to
 * @popped: the container that gave it away, which did not say which of its elements it is
 * @left: the array in which it was put, whose elements are not declared to own
 * @parted: an element of an array of owners, whose place is not tracked: it may be taken once
 * @by: who took it
 */
struct fact {
	sym_t sym;
	num lo, hi;
	unsigned char mask, own, death, content;
	bool tested, borrowed, fresh, has_extent, text, pending, nonzero, parted, told, lapsed, readers, waited;
	struct lin extent;
	place_t loan, from, popped, left;
	sym_t deps[MAX_DEPS], character;
	struct loc got_at, died_at;
	const char *by;
};

struct held {
	place_t lock;
	struct loc at;
	const struct decl *guard;
	bool spins, shared, entry, parked;
};

/*
 * A flag on a place: linked into a container, a duty begun or ended, an array whose owners were
 * released, bytes that are no string (text.c), a string that ends, a lock that was made here and
 * that nobody else has seen yet, an array whose elements point to what was released, one in which
 * something was put since, a loop's variable whose next element was taken out.
 */
enum mark_kind {
	MARK_LINKED,
	MARK_UNLINKED,
	MARK_BEGUN,
	MARK_ENDED,
	MARK_CLEARED,
	MARK_RAW,
	MARK_TERMINATED,
	MARK_MADE,
	MARK_STALE,
	MARK_STORED,
	MARK_WALKED
};
struct mark {
	enum mark_kind kind;
	place_t place;
	struct loc at;
	bool shows;   /* from here on others can reach the object, and call the driver */
	bool by_file; /* they do through a file, and the duty ends with that */
	bool once;    /* of what ended: it may only once */
	sym_t file;   /* the file, or the directory that it is in, where that is known */
	num lo, hi;   /* of MARK_CLEARED: the first and last element that was released */
};

/* Of an array of @count elements, was only a part released, or emptied? */
static inline bool mark_partial(const struct mark *m, long count)
{
	return count > 0 && (m->lo > 0 || m->hi < count - 1);
}

/* A range of user memory that was read: from what pointer, how many bytes, and to where. */
struct fetch {
	sym_t from, to;
	struct lin offset, size;
	long to_offset;
	struct loc at;
};

struct state {
	struct cell *cells;
	struct fact *facts;
	struct held *held;
	struct lin *rels; /* each is <= 0 */
	struct mark *marks;
	struct fetch *fetches;
	struct cell *seen; /* seen.c */
	struct val *stack;
	int n_cells, n_facts, n_held, n_rels, n_marks, n_fetches, n_seen, sp;
	bool has_result;
	struct val result;
	struct loc result_at;
	const struct stmt *target;
};

enum { RUN_BUCKETS = 512 };

/**
 * struct run - one pass over one function
 * @places, @syms: the numbering; index 0 is "none"
 */
struct run {
	struct mem *arena;
	const struct unit *unit;
	struct module *module;
	struct func *func;
	struct place *places;
	struct sym *syms;
	int n_places, n_syms;
	int place_bucket[RUN_BUCKETS], sym_bucket[RUN_BUCKETS];
	num *steps; /* constants of the function, sorted: where widening stops first */
	int n_steps;
	struct lin *wraps; /* numbers that did not fit their types; [0] is unused */
	int n_wraps;
	bool checked; /* there are notes of checked.c in a state */
	bool walks;   /* the function walks through a string: cstring.c */
};

/* ---- places ---- */
place_t place_var(struct run *r, const struct decl *d);
place_t place_sym(struct run *r, sym_t s);
place_t place_field(struct run *r, place_t base, const struct decl *field);
place_t place_index(struct run *r, place_t base, long long index);
place_t place_any(struct run *r, place_t base);
/** place_at - the element of @base at @index, a constant or not */
place_t place_at(struct run *r, place_t base, const struct lin *index);
/** place_has_any - is @p, or does it lie in, an element of which nobody knows which one it is? */
bool place_has_any(const struct run *r, place_t p);
/** place_of_all - @p, in the element of an array, of all elements: loops go over each */
place_t place_of_all(struct run *r, place_t p);
/** place_loose - @p without its indexes that are no constants: what cells are kept by */
static inline place_t place_loose(const struct run *r, place_t p)
{
	return p ? r->places[p].loose : 0;
}
/** place_mentions - does @p begin at what @sym points to, or have it in an index? */
bool place_mentions(const struct run *r, place_t p, sym_t sym);
/** place_rename - @p with the symbol @from called @to */
place_t place_rename(struct run *r, place_t p, sym_t from, sym_t to);
place_t place_root(const struct run *r, place_t p);
/** place_within - is @p the place @base or a part of it? */
bool place_within(const struct run *r, place_t p, place_t base);
/** place_global - does @p live as long as the module? */
bool place_global(const struct run *r, place_t p);
/** place_rebase - @p, which lies within @from, as the same part of @to */
place_t place_rebase(struct run *r, place_t p, place_t from, place_t to);
/** place_name - @p as the driver writes it: "d->items[2].id" */
const char *place_name(const struct run *r, place_t p);

/** lin_name - @l in the words of the driver: "n + 1" */
const char *lin_name(const struct run *r, const struct lin *l);

/**
 * place_found - is @sym what was found in such a field? That it may be NULL is then no news.
 */
bool place_found(const struct run *r, sym_t sym, const struct decl *field);

/* ---- symbols ---- */
sym_t sym_intern(struct run *r, enum sym_origin origin, int key1, int key2, struct type *type,
		 const char *name);
/**
 * sym_new - a symbol for a value that is made now at @key; if the state still uses an older value
 * made at the same place of the program, that one gets another name
 */
sym_t sym_new(struct run *r, struct state *s, enum sym_origin origin, int key1, int key2,
	      struct type *type, const char *name);

/**
 * sym_wrap - @l as it comes out when it is cut to the number type @type: an unknown number, but the
 * same one each time
 * @rest: 0; or what is left of @l divided by that; or, where that is negative, of the bits -@rest
 */
sym_t sym_wrap(struct run *r, const struct lin *l, int rest, struct type *type, const char *name);
/** sym_mentions - is @sym a wrapped number in which @part occurs? */
bool sym_mentions(const struct run *r, sym_t sym, sym_t part);

bool sym_is_number(const struct run *r, sym_t sym);
sym_t sym_older(struct run *r, const struct state *s, sym_t sym);

/* ---- states ---- */
struct state *state_new(struct run *r);
struct state *state_copy(struct run *r, const struct state *s);
struct fact *state_fact(struct run *r, struct state *s, sym_t sym);
const struct fact *state_known(const struct state *s, sym_t sym);
/** state_forget - drop all that is known of @sym, which nothing uses any more */
void state_forget(const struct run *r, struct state *s, sym_t sym);
struct cell *state_cell(const struct state *s, place_t p);
void state_set(struct run *r, struct state *s, place_t p, struct val v, struct loc at);
void state_unset(struct state *s, place_t p);
/** state_clear - forget every cell and mark within @p */
void state_clear(struct run *r, struct state *s, place_t p);
/** state_clear_but - but the cells that @stays says, NULL: none */
void state_clear_but(struct run *r, struct state *s, place_t p, bool (*stays)(const struct run *r, place_t p));
/** state_whole - is every byte of @p written, those between its fields too? */
bool state_whole(const struct run *r, const struct state *s, place_t p);
/** state_fill - @p and all below it hold @content */
void state_fill(struct run *r, struct state *s, place_t p, enum content content, struct loc at);
/** state_content - what @p holds where no cell says otherwise */
enum content state_content(const struct run *r, const struct state *s, place_t p);
void state_rename(struct run *r, struct state *s, sym_t from, sym_t to);
bool state_uses(const struct run *r, const struct state *s, sym_t sym);
void state_push(struct run *r, struct state *s, struct val v);
struct val state_pop(struct state *s);
struct mark *state_mark(struct run *r, struct state *s, enum mark_kind k, place_t p, struct loc at);
struct mark *state_marked(const struct state *s, enum mark_kind k, place_t p);
void state_unmark(struct state *s, enum mark_kind k, place_t p);

bool val_mentions(const struct run *r, const struct val *v, sym_t sym);
/** state_only_seen - nothing but what was seen in an array (seen.c) mentions @sym */
bool state_only_seen(const struct run *r, const struct state *s, sym_t sym);

/* ---- seen.c: single elements of arrays ---- */
const struct val *seen_value(const struct state *s, place_t p);
void seen_note(struct run *r, struct state *s, place_t p, struct val v);
/** seen_written - something was written to @p, or to what @p may be another name of */
void seen_written(struct run *r, struct state *s, place_t p);
void seen_within(struct run *r, struct state *s, place_t p);
void seen_forget(const struct run *r, struct state *s, sym_t sym);
void seen_forget_index(const struct run *r, struct state *s, sym_t sym);
void seen_filter(struct state *s, bool (*keep)(place_t p, void *data), void *data);
void seen_join(struct state *into, const struct state *b);
bool seen_equal(const struct state *a, const struct state *b);

/* ---- numbers ---- */
void type_range(const struct type *t, num *lo, num *hi);
/** lin_range - bounds of @l from the bounds of its symbols alone */
void lin_range(const struct state *s, const struct lin *l, num *lo, num *hi);
/** lin_bounds - lin_range(), made better by one relation on each side */
void lin_bounds(const struct state *s, const struct lin *l, num *lo, num *hi);
/** lin_error - may @l be an error: a small negative constant, or what a call gave that can fail? */
bool lin_error(const struct run *r, const struct lin *l);
/** lin_never_zero - is it known that @l is not 0? */
bool lin_never_zero(const struct state *s, const struct lin *l);
/** state_eliminate - keep what two relations about @sym, which is about to go, say of others */
void state_eliminate(struct run *r, struct state *s, sym_t sym);
/** state_proves - does @l <= 0 follow from what is known? */
bool state_proves(const struct state *s, const struct lin *l);
/** proves_le - is it known that @a + @extra is at most @b? */
bool proves_le(const struct state *s, const struct lin *a, const struct lin *b, num extra);
/** proves_equal - is it known that @a is @b? */
bool proves_equal(const struct state *s, const struct lin *a, const struct lin *b);
/** state_assume_between - from here @l is at least @lo and at most @hi */
void state_assume_between(struct run *r, struct state *s, const struct lin *l, num lo, num hi);
/** state_assume - from here @l <= 0 holds; false when that cannot be */
bool state_assume(struct run *r, struct state *s, const struct lin *l);

/** state_tidy - forget what is known of symbols that nothing uses any more */
void state_tidy(struct run *r, struct state *s);
/** state_dump - @s in words, on stderr */
void state_dump(const struct run *r, const struct state *s);

/* ---- sets ---- */
struct set {
	struct state **v;
	int n;
};
void set_add(struct run *r, struct set *set, struct state *s);
void set_take(struct run *r, struct set *to, struct set *from);

/** set_merge - join the states that differ in nothing that matters; @point names the place */
void set_merge(struct run *r, struct set *set, int point, bool widen);
/** state_absorb - the owner in cell @c goes to its array, at an element that is not tracked */
void state_absorb(struct run *r, struct state *s, const struct cell *c);
/** state_pass - forget the object of @sym; what lies in it stays its field's, unfollowed */
void state_pass(struct run *r, struct state *s, sym_t sym);
/** state_shorten - forget the objects of a chain that a loop has passed; @point names the loop */
void state_shorten(struct run *r, struct state *s, int point);
/** state_collapse - forget which elements of arrays were written one by one */
void state_collapse(struct run *r, struct state *s);

/** state_equal - do @a and @b say the same? */
bool state_equal(struct run *r, const struct state *a, const struct state *b);

struct val val_int(struct lin l);
struct val val_const(num k);
struct val val_ptr(sym_t s);
struct val val_null(void);
bool val_is_null(const struct val *v);

#endif
