/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What is known of a whole file (and later of a whole driver) beyond its single functions:
 * summaries of functions, callbacks bound by tables, the order in which locks are taken, which
 * duties are ever begun.
 */
#ifndef CHECK_MODULE_H
#define CHECK_MODULE_H

#include "check/ast.h"
#include "check/lin.h"
#include "check/report.h"

/* A field that may be written: of the object that parameter @param points to, or of any (-1). */
struct write {
	const struct decl *field;
	int param;
};

/*
 * Left behind by a function: a pointer that is NULL or is not, an empty container, a duty; EFFECT_LEFT:
 * an owner that it may fill although it fails.
 */
enum effect_kind { EFFECT_NULL, EFFECT_CLEARED, EFFECT_BEGUN, EFFECT_ENDED, EFFECT_FULL, EFFECT_LEFT };

/*
 * @text: where, in the words of the function ("p->peer"); @exits: at how many of its exits, and
 * @failed: of those that return a failure
 */
struct effect {
	enum effect_kind kind;
	const char *text;
	bool shows, once;
	int exits, failed;
};

/*
 * The function reads @size bytes of user memory, @offset from what its parameter @from points to, and
 * puts them @to_offset from what its parameter @to points to (-1: somewhere else).
 */
struct passed_fetch {
	int from, to;
	long offset, size, to_offset;
};

/*
 * The parameter @param, or @field of what it points to, is from @lo[0] to @hi[0] where the function
 * returns 0, and from @lo[1] to @hi[1] where it returns an error, or true.
 */
struct proof {
	int param;
	const struct decl *field;
	long long lo[2], hi[2];
};

/*
 * Where the function returns 0 (@other: an error, or true), the sum of its numbers, each a parameter or a
 * @field of what it points to, times @coef, and of @k is at most 0.
 */
enum { MAX_RELATED = 3 };
struct related {
	int param, coef;
	const struct decl *field;
};
struct relation {
	bool other;
	int n;
	struct related t[MAX_RELATED];
	long long k;
};

/*
 * What a function does to a part of its callers' object that only who has it for himself may do: make it
 * anew, write over it, put it on a container by that link, change it though it orders a tree.
 */
enum alone { ALONE_MAKES, ALONE_WIPES, ALONE_LINKS, ALONE_KEY };
struct made {
	const char *text;
	enum alone kind;
};

enum { MAX_WRITTEN = 6 };

/**
 * struct summary - what callers of a function of the driver must know beyond its signature
 * @sleeps: the call in it that may sleep, with the words for it, or NULL
 * @takes: locks that it takes (and gives back), as contract text on its parameters
 * @classes: the locks that it or what it calls takes, by class ("struct dev.lock")
 * @writes: fields that it may write, itself or through what it calls
 * @writes_numbers: it writes through a pointer to a number, which may point into anything
 * @gone, @gone_failed: parameters, borrowed as they are, whose objects have ended wherever it succeeds;
 *	wherever it fails
 * @written: of the struct that parameter i points to, a bit for each field that is written wherever it
 *	succeeds (written.c)
 * @wraps, @cuts: what it returns (bit 0), or writes where parameter i points (bit i + 1), may have wrapped;
 *	may have been cut
 * @reads: of the struct that parameter i points to, a bit for each field that it may read as it was given
 * @exposes: of these, the arrays that it shows to user space as they were given
 * @shows: it begins duties by which others come to call the driver
 * @gives_errors: it was seen to return a negative error, its own or another function's
 * @undecided: it is not known of each of its returns whether that is 0
 * @believed: somebody was told that it does not
 * @foreign_writes: of these, what this file does not see ("struct x.y")
 * @needs: owners of its callers' objects that it fills, and that must be NULL before ("s->node")
 * @makes: parts of its callers' objects that nobody else may use when it is called ("d->lock")
 * @effects: what it leaves behind; @n_exits: states that reached its returns, of which
 *	@n_failed return a failure
 */
struct summary {
	const char *sleeps;
	struct loc sleeps_at;
	const char **takes, **classes;
	int n_takes, n_classes;
	struct write *writes;
	int n_writes;
	const char **foreign_writes;
	int n_foreign_writes;
	const char **needs;
	int n_needs;
	struct made *makes;
	int n_makes;
	struct passed_fetch *fetches;
	int n_fetches;
	struct proof *proofs;
	int n_proofs;
	struct relation *relations;
	int n_relations;
	struct effect *effects;
	int n_effects, n_exits, n_failed;
	unsigned int gone, gone_failed;
	unsigned int wraps, cuts;
	unsigned long long written[MAX_WRITTEN], reads[MAX_WRITTEN], exposes[MAX_WRITTEN];
	num least, most; /* of the result, when it is a number */
	bool bounded;	 /* least and most are those of all returns */
	bool writes_anything, writes_numbers, gives_errors, believed, shows, undecided;
	bool related[2]; /* a return of 0; of an error, or true, was seen */
};

/*
 * "@inner is taken while @outer is held", each as "struct dev.lock" or a variable's name.
 * @path: of another file of the driver, which tells it; NULL: it is seen here
 */
struct lock_order {
	const char *outer, *inner;
	const char *func, *path;
	struct loc at;
};

/* The function @f is put in @at: a field, a variable or a parameter through which it is called. */
struct slot {
	const struct decl *at;
	struct func *f;
};

struct module {
	struct mem *arena;
	const struct unit *u;
	struct report *report;
	struct slot *slots;
	int n_slots;
	struct lock_order *orders;
	int n_orders;
	const struct decl **begun; /* fields on which a duty is begun somewhere */
	int n_begun;
	const struct decl **callers; /* of these, those by which others call the driver */
	int n_callers;
	const struct decl **nullable; /* found to hold or return NULL, without saying __opt */
	int n_nullable;
	const char **noted; /* module_note() */
	int n_noted;
	const char **open, **closed; /* duties on globals that init begins, that exit ends */
	int n_open, n_closed;
	const char **shown; /* of the open ones, those by which others call the driver */
	int n_shown;
	struct keys *keys; /* element.c */
	const char **files; /* owners of the files, or of their directories, in which init shows something */
	int n_files;
	struct loc exit_at;
	const struct decl **foreign; /* what only a name is known of: locks and devices of others */
	int n_foreign;
	bool learned;
};

/** effect_by_success - is it there exactly when the function of @s succeeds? */
bool effect_by_success(const struct summary *s, const struct effect *e);

/** effect_of_result - does it say something of each object that the function of @s returns? */
bool effect_of_result(const struct summary *s, const struct effect *e);

/** module_check - all of one parsed file */
void module_check(const struct unit *u, struct report *report);

/**
 * module_nullable - may what @d holds or returns be NULL? It says so, or some function was seen to
 * leave a NULL there; module_note_nullable() tells of the latter, and the file is checked again.
 */
bool module_nullable(const struct module *m, const struct decl *d);
void module_note_nullable(struct module *m, const struct decl *d);

/**
 * module_knows - is this done somewhere in the driver with what is called @name ("struct x", "struct x.y",
 * NULL is none)? module_note() tells that it is, and the file is checked again.
 *
 * exposed	a struct, or what a field points to, is copied to user space by others than who made it
 * measured	a field is a size: what is written to it has not wrapped
 */
bool module_knows(const struct module *m, const char *what, const char *name);
void module_note(struct module *m, const char *what, const char *name);
/** field_name - "struct x.y", or NULL: the struct has no name */
const char *field_name(const struct module *m, const struct decl *d);

/** module_foreign - what stands for the name @name of an object that this file does not see */
const struct decl *module_foreign(struct module *m, const char *name);

/* life.c: owners that are there as long as the module is */
/** life_owns - a variable of the module that owns its object */
bool life_owns(const struct decl *d);
/**
 * life_claims - a variable that owns its object and does not say __opt: it is set by init, before
 * anybody can come, or init fails; all but init and exit find it full
 */
bool life_claims(const struct decl *d);
/** tables_begin - pointers that a constant table leaves NULL; numbers that are not what their fields say */
void tables_begin(struct module *m);
/** life_begin - what no init function sets is NULL for ever */
void life_begin(struct module *m);

/** duty_shows - does the duty of parameter @p mean that others call the driver? */
bool duty_shows(const struct decl *p);
/* duty.c: what init begins on the driver's globals, exit ends */
void duty_check(struct module *m);
/** paired_check - what is begun or linked has a counterpart in the driver, if that @exits */
void paired_check(struct module *m, bool exits);
/** unmade_check - what the driver's locks, containers, timers are made by something in it, if that @exits */
void unmade_check(struct module *m, bool exits);

/* summary.c */
const struct summary *summary_of(struct module *m, struct func *f);
/** summary_settle - functions that call each other know all of each other, before anything else */
void summary_settle(struct module *m);
/** summary_known - the same, or NULL when the inside of @f is not known */
const struct summary *summary_known(struct module *m, struct func *f);
/** summary_edit - the same, to add what execution shows */
struct summary *summary_edit(struct module *m, struct func *f);
bool summary_writes(struct module *m, struct func *f, const struct decl *field);

/* subset.c */
void subset_check_globals(struct module *m);
void subset_check(struct module *m, const struct func *f);

/* order.c */
void order_note(struct module *m, const char *outer, const char *inner, const char *func,
		struct loc at);
void order_check(struct module *m);

/* bind.c: callbacks get the contracts of the table that they are put in */
void bind_callbacks(struct module *m);
/** bind_shown - a helper that shows the whole struct that it is given says so, as if it had the word */
void bind_shown(struct module *m);
/** bind_deferred - which work functions have the last reference of what they are given? */
void bind_deferred(const struct unit *u);

#endif
