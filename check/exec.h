/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The executor: it runs a function on all its paths at once, over sets of states. Expressions work
 * as on a stack machine: eval() pushes one value on each state of the set, and may split states
 * (a call that can fail, "&&", "?:"). Loops and backward gotos run until nothing new comes.
 */
#ifndef CHECK_EXEC_H
#define CHECK_EXEC_H

#include "check/module.h"
#include "check/report.h"
#include "check/state.h"

/* States that leave a statement otherwise than at its end. */
struct flow {
	struct set breaks, continues, returns, jumps;
};

/* The states that jump to a label; @late: one came after the label was passed. */
struct arrival {
	const struct stmt *label;
	struct set set;
	bool late;
};

/**
 * struct exec - one function under execution
 * @unsafe: depth of unsafe regions; findings are not reported there
 * @depth: of the contracts that are read for the sake of a contract
 * @round: how often the body was run before, for its gotos backward
 * @gave_up: too many paths; said once
 * @again: the function wants a lock of its callers, and is executed anew with it
 * @ends_calls: what is released here is what others call the driver through
 */
struct exec {
	struct run *r;
	struct module *m;
	struct report *report;
	const struct unit *u;
	struct func *f;
	struct arrival *arrivals;
	int n_arrivals;
	int unsafe, depth, round;
	bool gave_up, trusted_call, ends_calls, again;
	const struct expr *address_of; /* the pointer whose target is named, but not touched */
	struct walked *walked; /* the loop over a container, innermost, whose body is executed */
	struct loc at;
};

/* exec.c */
void exec_function(struct module *m, struct func *f);
/** exec_initialiser - report what the variable @d of the module, which has one, begins with against its fields' words */
void exec_initialiser(struct module *m, struct decl *d);
void exec_stmt(struct exec *x, const struct stmt *s, struct set *set, struct flow *fl);
/* scope.c */
void scope_leave(struct exec *x, struct set *set, const struct stmt *block);
void scope_enter_function(struct exec *x, struct state *s);
void scope_exit_function(struct exec *x, struct state *s);
void exec_decl(struct exec *x, const struct decl *d, struct set *set);

/* eval.c */
void eval(struct exec *x, struct set *set, const struct expr *e);
/** eval_truth - @e as 0 or 1, each on its own paths */
void eval_truth(struct exec *x, struct set *set, const struct expr *e);
void eval_place(struct exec *x, struct set *set, const struct expr *e);
/** eval_discard - the value of @e is not used */
void eval_discard(struct exec *x, struct set *set, const struct expr *e);
/** eval_statement - an expression that is a statement, @s */
void eval_statement(struct exec *x, struct set *set, const struct stmt *s);
struct val eval_binary(struct exec *x, struct state *s, const struct expr *e, enum op op,
		       struct val a, struct val b);
/** lin_is_left - is @l what copy_from_user() or its like left over, as it came or made signed? */
bool lin_is_left(const struct run *r, const struct lin *l);
struct val eval_convert(struct exec *x, struct state *s, const struct expr *e, struct val v,
			struct type *to);
/* number.c */
struct val number_any(struct exec *x, struct state *s, const struct expr *e, struct type *t);

/* branch.c */
void branch(struct exec *x, struct set *set, const struct expr *e, struct set *yes, struct set *no);
/** branch_value - the same for the value of @e that lies on the stack, and is taken from it */
void branch_value(struct exec *x, struct set *set, const struct expr *e, struct set *yes,
		  struct set *no);

/* memory.c */
struct val memory_load(struct exec *x, struct state *s, place_t p, const struct expr *e);
void memory_store(struct exec *x, struct state *s, place_t p, struct val v, const struct expr *e);
/** memory_deref - the place that pointer @v points to, after checking that it may be used */
place_t memory_deref(struct exec *x, struct state *s, struct val v, const struct expr *e);
/** memory_taken - says so when @v is NULL because its object was handed on */
bool memory_taken(struct exec *x, const struct val *v, const struct expr *e);
/** memory_reach - the checks of memory_deref() alone, but for bounds; memory_touch - and for the address space */
void memory_reach(struct exec *x, struct state *s, struct val v, const struct expr *e);
void memory_touch(struct exec *x, struct state *s, struct val v, const struct expr *e);
/** memory_drop - nobody keeps the struct @v: what it owns is lost, when a function returned it */
void memory_drop(struct exec *x, struct state *s, const struct val *v);
void memory_copy(struct exec *x, struct state *s, place_t to, place_t from, struct loc at);
/** memory_check_pinned - the struct @from is copied: nobody may point to a part of it by its address */
void memory_check_pinned(struct exec *x, place_t from, struct loc at);
/**
 * memory_overwritten - all of the struct @p is: the owners in an object of somebody else are full
 * until they were seen to be empty
 */
void memory_overwritten(struct exec *x, struct state *s, place_t p, const struct expr *e);
void memory_init(struct exec *x, struct set *set, place_t p, struct type *t,
		 const struct expr *init);
/**
 * memory_unwritten - a part of the struct @p that nobody has written
 * @at: from which field on; afterwards the one that it is in
 *
 * Return: the part, or 0.
 */
place_t memory_unwritten(struct exec *x, struct state *s, place_t p, int *at);
/** memory_whole - the struct @v goes elsewhere: all of its fields have been written */
void memory_whole(struct exec *x, struct state *s, const struct val *v, const struct expr *e);
/** memory_forget - others may have written @p and all below it */
void memory_forget(struct exec *x, struct state *s, place_t p);
struct val memory_unknown(struct exec *x, struct state *s, place_t p, const struct decl *d,
			  struct type *t, int key);
/** place_contract - the word @word on the innermost named part of @p, or NULL */
const struct contract *place_contract(const struct run *r, place_t p, const char *word);
/** place_decl - the field or variable whose words describe the value in @p, or NULL */
const struct decl *place_decl(const struct run *r, place_t p);
/** place_private - nobody but this function can see the object that @p is in */
bool place_private(const struct run *r, const struct state *s, place_t p);
/** file_gone - is the file or the directory gone that the variable @name of the module owns? */
bool file_gone(const struct run *r, const struct state *s, const char *name);
/** place_unshared - nobody else runs that could touch @p: it is private, or the module is not up */
bool place_unshared(const struct run *r, const struct state *s, place_t p);

/* bounds.c */
void bounds_index(struct exec *x, struct state *s, struct val base, struct lin idx, bool past_end,
		  const struct expr *e);
void bounds_bytes(struct exec *x, struct state *s, struct val ptr, struct type *t, struct val need,
		  const struct expr *e, const char *what);
/** bounds_one - who gets @v, a @t of no stated length, believes that it has one element: past the end is none */
void bounds_one(struct exec *x, struct state *s, const struct type *t, const struct val *v, const struct expr *e);
/** counted_left - at a return: no field says that a pointer beside it has more than it has */
void counted_left(struct exec *x, struct state *s);
/** counted_given - the same of @object, which a function is given */
void counted_given(struct exec *x, struct state *s, place_t object, struct loc at);
void bounds_size(struct exec *x, struct state *s, const struct val *v, const struct expr *e,
		 const char *what);

/* call.c */
void eval_call(struct exec *x, struct set *set, const struct expr *e);
/* builtin.c: true when it was one of the functions that the checker knows itself */
bool eval_builtin(struct exec *x, struct set *set, const struct expr *e, const char *name);

/* own.c */
/** own_use - @v is used: it must not be dead */
bool own_use(struct exec *x, struct state *s, const struct val *v, struct loc at, const char *name);
/**
 * own_take - the object of @v passes out of this function's hands; @how: FREED, MOVED or DROPPED;
 * or ALIVE: the one who takes it gives it back
 */
void own_take(struct exec *x, struct state *s, const struct val *v, enum death how, struct loc at,
	      const char *name, const char *by, bool raw);
/** own_element_empty - @p, an owner in an element of an array, is empty: its object went elsewhere, or none is there */
void own_element_empty(struct exec *x, struct state *s, place_t p, struct loc at);
/** own_left_somewhere - @v is left in an element @p that is not followed: may it be there when the function is over? */
void own_left_somewhere(struct exec *x, struct state *s, place_t p, const struct val *v, struct loc at);
/** own_note_stored - @v was put into the element @p of an array of owners */
void own_note_stored(struct exec *x, struct state *s, place_t p, const struct val *v, struct loc at);
/** own_lost - find the owned objects that nothing refers to any more */
void own_lost(struct exec *x, struct state *s, struct loc at, const char *what);
/** own_check_ending - the local struct @var ends: nothing in it owns anything any more */
void own_check_ending(struct exec *x, struct state *s, const struct decl *var, struct loc at);
/** own_fails - does the function, which is about to return, certainly say that it failed? */
bool own_fails(const struct state *s);
/** own_errs - and by an error, no positive number? */
bool own_errs(const struct state *s);
/** own_returned - what the struct that is about to be returned points to lives on */
void own_returned(struct exec *x, struct state *s, struct loc at);
/** own_unlocked - @lock is let go: of what it guards, no two places own one object */
void own_unlocked(struct exec *x, struct state *s, place_t lock, struct loc at);
void own_exit(struct exec *x, struct state *s, struct loc at);
/** own_pending - the last place that had @sym is overwritten or goes; own_ignored - none ever had */
void own_pending(struct exec *x, struct state *s, sym_t sym, struct loc at);
void own_ignored(struct exec *x, struct state *s, sym_t sym, struct loc at);
/** own_looked - the error that @v may carry has been looked at */
void own_looked(struct exec *x, struct state *s, const struct val *v);

/* paged.c: memory that kvfree() ends */
/** paged_found - may what the owner @d has be that? paged_stored, paged_returned - tell of it */
bool paged_found(struct exec *x, const struct decl *d);
void paged_stored(struct exec *x, place_t p, const struct val *v);
void paged_returned(struct exec *x, const struct val *v);
/** paged_freed - @v, called @name, is released @by that function */
void paged_freed(struct exec *x, const struct val *v, struct loc at, const char *name, const char *by);

/* own_number.c: numbers that are given out, and given back once */
/** own_number_give - @v is ours to give back; @known: which of its array it is, if it lies in one */
void own_number_give(struct exec *x, struct state *s, const struct val *v, bool known,
		     struct loc at);
/** own_number_take - @v goes back to @keeper (the ida, or 0), or on to another owner; @how as own_take() */
void own_number_take(struct exec *x, struct state *s, const struct val *v, place_t keeper,
		     enum death how, struct loc at, const char *name, const char *by);
/** own_number_leave - the place @p, which others have now, keeps @v */
void own_number_leave(struct run *r, struct state *s, const struct val *v, place_t p,
		      const char *by, struct loc at);
/** own_number_escapes - @v is kept in a way that is not followed: in an index, in a sum of bits */
void own_number_escapes(struct run *r, struct state *s, const struct val *v);

/* fetch.c */
/** fetch_exit - at a return: what was fetched through the parameters */
void fetch_exit(struct exec *x, const struct state *s);

/* written.c */
/** written_exit - at a return that is none of an error; @first: of those */
void written_exit(struct exec *x, struct state *s, bool first);

/* filled.c: arrays that are written from the first element on */
/* Of @array: how many elements are written, and a bit for each byte of the next one that is. */
struct filled {
	place_t array;
	struct val count;
	num parts;
};
/** filled_begin - @p has no value yet, or is new memory: nothing of its arrays is written */
void filled_begin(struct exec *x, struct state *s, place_t p);
/**
 * filled_bytes - how much is written once @n bytes from @to on are; false when that is not followed.
 * filled_set() notes it.
 */
bool filled_bytes(struct exec *x, struct state *s, const struct val *to, const struct val *n,
		  struct filled *ret);
void filled_set(struct exec *x, struct state *s, const struct filled *f);
/** filled_to - were the first @bytes bytes of @array written? */
bool filled_to(struct exec *x, struct state *s, place_t array, const struct lin *bytes);
/** filled_part - is it known of @array that elements from its first on were written, and how many? */
bool filled_part(struct exec *x, struct state *s, place_t array);
/** filled_wholly - was each element of @array written? */
bool filled_wholly(struct exec *x, struct state *s, place_t array);
/** filled_is_count - is @p no memory, but the number of an array's written elements? */
bool filled_is_count(const struct run *r, place_t p);
/** filled_is_note - or another note beside the elements (checked.c)? */
bool filled_is_note(const struct run *r, place_t p);
/** filled_lacks - of the @bytes bytes of @array behind its element @from some surely were not written */
bool filled_lacks(struct exec *x, struct state *s, place_t array, const struct lin *from, const struct lin *bytes);
/** filled_nothing - nobody wrote or cleared any of @p */
bool filled_nothing(const struct run *r, const struct state *s, place_t p);
/** filled_none - has nothing within @p a value of its own? */
bool filled_none(const struct run *r, const struct state *s, place_t p);

/* remade.c */
/** unmade_used - a lock, a timer, work of an object that nobody else has yet is used at @how: it was made */
void unmade_used(struct exec *x, struct state *s, place_t p, const char *how, struct loc at);
/** unmade_shown - others come to the object of @sym: its locks were made */
void unmade_shown(struct exec *x, struct state *s, sym_t sym, struct loc at);

/* text.c */
/** text_raw - bytes came to @p of which nobody knows whether they end with a NUL */
void text_raw(struct exec *x, struct state *s, place_t p, struct loc at);
/** text_stored - @v is written to @p, which may be the NUL that was missing */
void text_stored(struct exec *x, struct state *s, place_t p, const struct val *v, struct loc at);

/* duty.c */
/** duty_teardown - in exit, something of the module ends at @at: nobody may be able to call it */
void duty_teardown(struct exec *x, struct state *s, struct loc at, const char *name);
void duty_exit(struct exec *x, struct state *s, struct loc at, bool failed);

/* life.c */
/** life_shown - from here on others can call the driver, in init: what is claimed has to be there */
void life_shown(struct exec *x, struct state *s);
/** life_exit - the function returns at @at, and leaves the module's owners as they are in @s */
void life_exit(struct exec *x, struct state *s, struct loc at);

/* lock.c */
/** lock_acquire - @lock is taken; @beside: one that the same call took before, or 0: in an order of its own */
void lock_acquire(struct exec *x, struct state *s, place_t lock, place_t beside, struct loc at,
		  const struct decl *guard, bool shared);
void lock_release(struct exec *x, struct state *s, place_t lock, struct loc at, const char *name,
		  bool shared);
/** lock_downgrade - who held @lock to write goes on as a reader */
void lock_downgrade(struct state *s, place_t lock);
void lock_release_guard(struct exec *x, struct state *s, const struct decl *guard, struct loc at);
bool lock_held(const struct state *s, place_t lock);
/** lock_shown - others may come to what was made here: its locks count from now on */
void lock_shown(struct state *s);
/** lock_access - @p is read or written: the locks that guard it must be held */
void lock_access(struct exec *x, struct state *s, place_t p, bool write, struct loc at);
/** lock_guarding - the lock under which the pointer in @p was read, or 0 */
place_t lock_guarding(struct exec *x, struct state *s, place_t p);
/** lock_is_rcu - is @lock the read-side section of RCU: a lock that all share, nests, and is atomic? */
bool lock_is_rcu(const struct run *r, place_t lock);
/** reading_store - @p is written: not what was found under a lock that is held only for reading */
void reading_store(struct exec *x, struct state *s, place_t p, struct loc at);
/** lock_classes - a call takes locks of these classes, under what is held here */
void lock_classes(struct exec *x, struct state *s, const struct summary *sum, struct loc at);
void lock_sleep(struct exec *x, struct state *s, struct loc at, const char *what);
void lock_exit(struct exec *x, struct state *s, struct loc at);

/** lock_class - the field or variable that @lock is, whose locks are all taken in one order */
const char *lock_class(struct exec *x, place_t lock);
/** lock_own_words - the lock that "&d->lock" names in the words of the function itself, or 0 */
place_t lock_own_words(struct exec *x, struct state *s, const char *text);
/** lock_wanted - hold_wanted(), unless a lock of that kind is held here: then it is the wrong one */
bool lock_wanted(struct exec *x, struct state *s, place_t lock, bool write, struct loc at,
		 const char *why);

/* hold.c */
/**
 * hold_wanted - may the function leave it to its callers to hold @lock, of class @class?
 * @why: in words, what it needs the lock for; at @at
 */
bool hold_wanted(struct exec *x, struct state *s, place_t lock, const char *class, bool write,
		 struct loc at, const char *why);

/* contract.c */
/**
 * contract_value - the expression @text of a contract, in the words of a call or of a struct
 * @names, @vals: parameters and their arguments (n of them)
 * @self: the struct whose fields are meant otherwise, or 0
 */
bool contract_value(struct exec *x, struct state *s, const char *text, const struct func *f,
		    const struct val *vals, int n, place_t self, struct val *ret);
/** contract_place - what "&d->lock" or "lock" names, as a place */
place_t contract_place(struct exec *x, struct state *s, const char *text, const struct func *f,
		       const struct val *vals, int n, place_t self);

/** contract_lvalue - the place that "d->peer" is, in the words of a call; 0 when it is none */
place_t contract_lvalue(struct exec *x, struct state *s, const char *text, const struct func *f,
			const struct val *vals, int n);

/* limit.c: __at_least and __at_most on @d, with @f, @args, @n, @self as in contract_value() */
void limit_assume(struct exec *x, struct state *s, const struct decl *d, const struct val *v,
		  const struct func *f, const struct val *args, int n, place_t self);
void limit_check(struct exec *x, struct state *s, const struct decl *d, const struct val *v,
		 const struct func *f, const struct val *args, int n, place_t self, struct loc at);
/** limit_is_on - is @d, of type @t, or something in it, bounded by a word? */
bool limit_is_on(const struct decl *d, const struct type *t);
/** limit_check_zeros - report fields in @p that are left 0, and must not be */
void limit_check_zeros(struct exec *x, struct state *s, place_t p, struct loc at);

/* say.c */
struct finding *say(struct exec *x, struct loc at, const char *code, const char *fix,
		    const char *fmt, ...) __attribute__((format(printf, 5, 6)));
void say_step(struct exec *x, struct finding *f, struct loc at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/** say_expr - @e as the driver wrote it, near enough */
const char *say_expr(struct exec *x, const struct expr *e);

#endif
