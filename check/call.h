/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * One call under evaluation, in its parts: what is asked of the arguments (call_args.c), of locks
 * and context (call_context.c), what the call does to its arguments (call_effects.c), what is not
 * known any more after it (call_forget.c), and what it returns (call_result.c). call.c puts them together.
 */
#ifndef CHECK_CALL_H
#define CHECK_CALL_H

#include "check/exec.h"

/**
 * struct callee - who is called, by name or through a pointer
 * @d: its declaration (or the pointer's); @f: NULL through a pointer
 */
struct callee {
	const struct decl *d;
	struct func *f;
	struct decl **params;
	int n_params;
	const char *name;
};

/* Parameter @i of the callee, or NULL; its contracts' expressions in the words of this call. */
const struct decl *callee_param(const struct callee *c, int i);
bool callee_value(struct exec *x, struct state *s, const struct callee *c, const char *text,
		  const struct val *args, int n, struct val *ret);
place_t callee_place(struct exec *x, struct state *s, const struct callee *c, const char *text,
		     const struct val *args, int n);

/** callee_lvalue - the place that "p->peer" is, in the words of this call; never what it points to */
place_t callee_lvalue(struct exec *x, struct state *s, const struct callee *c, const char *text,
		      const struct val *args, int n);

/** call_check_guard - what a guard protects is only handed to others while the guard is held, to be written: for writing */
void call_check_guard(struct exec *x, struct state *s, const struct val *v, bool write, const struct expr *e);

/* reading.c */
/** reading_passed - @v is passed to be changed: nor that */
void reading_passed(struct exec *x, struct state *s, const struct val *v, const struct expr *e);
/** reading_changes - is what parameter @i of the callee points to changed by the call? */
bool reading_changes(struct exec *x, const struct callee *c, int i);
/** text_passed - argument @i may be read as a string: it ends with a NUL */
void text_passed(struct exec *x, struct state *s, const struct callee *c, int i,
		 const struct val *v, const struct expr *e);
/** call_check_arg - may argument @i be what it is? */
void call_check_arg(struct exec *x, struct state *s, const struct callee *c, int i,
		    const struct val *args, int n, const struct expr *e);
/** call_check_context - are the locks held, or not held, that the callee wants; may it sleep here?
 */
void call_check_context(struct exec *x, struct state *s, const struct callee *c,
			const struct val *args, int n, const struct expr *e);
/** call_check_inside - the same for what it does inside: sleep, take locks */
void call_check_inside(struct exec *x, struct state *s, const struct callee *c,
		       const struct val *args, int n, struct loc at);
void call_apply_locks(struct exec *x, struct state *s, const struct callee *c,
		      const struct val *args, int n, const struct expr *e, bool ok);

/**
 * linked_takes_off - does @f, or what it calls, take elements off containers of the type @container?
 * @named: of the field or variable with that name, or NULL: of any
 * @unread: what to say where a function is called that stands in another file
 */
bool linked_takes_off(const struct func *f, const struct type *container, const struct decl *named, bool unread);
/** linked_splits - is it asked whether an object is on a container ("item_linked(item)")? */
bool linked_splits(struct exec *x, const struct callee *c, const struct val *args, int n);
/** linked_asked - and it is, or is not */
void linked_asked(struct exec *x, struct state *s, const struct callee *c, const struct val *args, int n,
		  bool linked);

/** call_note_file - in which file is it that the call, which gives @result, shows an object? */
void call_note_file(struct exec *x, struct state *s, const struct callee *c,
		    const struct val *args, int n, const struct val *result);
/** call_fetches - argument @i, which is @to, is filled from user memory */
void call_fetches(struct exec *x, struct state *s, const struct callee *c, const struct val *args,
		  int n, int i, place_t to, struct loc at);
/** written_splits - does it matter for what it writes whether the call fails? */
bool written_splits(struct exec *x, const struct state *s, const struct callee *c,
		    const struct val *args, int n);
/**
 * written_apply - what a function of the driver surely writes in the structs that it is given
 * @failed: 1: it fails; 0: it does not; -1: that is not told apart
 */
void written_apply(struct exec *x, struct state *s, const struct callee *c, const struct val *args,
		   int n, int failed, struct loc at);
/** reads_note - @p is read: if it is of an object that the function was given, callers have written it */
void reads_note(struct exec *x, struct state *s, place_t p);
/** exposes_note - the same of an array @p that is copied to user space: callers have written all of it */
void exposes_note(struct exec *x, struct state *s, place_t p);
/**
 * reads_written - @e is read where @v points to
 * @bytes: so many; NULL: that is not known
 *
 * Return: false, after a finding, when nobody wrote any of it, or surely not all of the bytes.
 */
bool reads_written(struct exec *x, struct state *s, const struct val *v, const struct lin *bytes, const struct expr *e);
/** reads_passed - argument @i is @v: what the callee reads there has been written */
void reads_passed(struct exec *x, struct state *s, const struct callee *c, int i, const struct val *v,
		  const struct expr *e);
/* bytes.c */
/** bytes_brought - @by writes bytes from elsewhere where @to points: they are no addresses, and not all are a bool's */
void bytes_brought(struct exec *x, const struct val *to, const struct expr *e, const char *by);
/** bytes_written - @by writes bytes where @to points, those of @from if that is not NULL: addresses are none */
void bytes_written(struct exec *x, const struct val *to, const struct val *from, const struct expr *e,
		   const char *by);
/** bytes_address, bytes_owner - the first pointer of the kernel's, the first owner in a @t; or NULL */
const char *bytes_address(const struct type *t);
const char *bytes_owner(const struct type *t);
/** bytes_over - the elements of @array, which others see, are written over: none of them owns something that was not released */
void bytes_over(struct exec *x, const struct state *s, place_t array, const struct expr *e);
/** bytes_copied - @by makes a copy of what @from points to; @taken: in its place */
void bytes_copied(struct exec *x, const struct val *from, bool taken, const struct expr *e, const char *by);
/* remade.c */
/** alone_with - does nobody else come to the object of @p, as far as this function knows? */
bool alone_with(struct exec *x, struct state *s, place_t p);
/** alone_asked - may that be left to callers, who all are asked for it? */
bool alone_asked(struct exec *x, struct state *s, place_t p, enum alone kind);
/** element_check - an element is put on a container by its link @p, or its key @p changes: it is on none now */
void element_check(struct exec *x, struct state *s, place_t p, enum alone kind, const char *by, struct loc at);
/** element_link - the link by which elements are on the container whose function @f is, or NULL */
const struct decl *element_link(const struct unit *u, const struct func *f);
/** element_stored - @p is written, which may be the key of an element */
void element_stored(struct exec *x, struct state *s, place_t p, struct loc at);
/** remade_check - what others point to in @p is made anew, or @wiped over, @by whom: nobody may use it */
void remade_check(struct exec *x, struct state *s, place_t p, bool wiped, const char *by, struct loc at);
void remade_called(struct exec *x, struct state *s, const struct callee *c, const struct val *args, int n,
		   struct loc at);
/** paged_gives - is what the callee returns to be ended by kvfree()? */
bool paged_gives(struct exec *x, const struct callee *c);
/* proven.c */
/** proven_exit - what a return of the function says of the numbers that it was given */
void proven_exit(struct exec *x, struct state *s);
/** proven_splits - does it matter for them what the call returns? */
bool proven_splits(struct exec *x, const struct callee *c);
/** proven_result - between which bounds @f is, the fact of what the call returns */
void proven_result(struct exec *x, const struct callee *c, struct fact *f);
void proven_apply(struct exec *x, struct state *s, const struct callee *c, const struct val *args, int n,
		  int failed);
/** proven_number - the caller's number that is the argument @param, or @field of what it points to */
bool proven_number(struct exec *x, struct state *s, int param, const struct decl *field, const struct val *args,
		   int n, struct lin *ret);

/* related.c: the same of numbers to each other */
void related_exit(struct exec *x, const struct state *s, struct summary *sum, bool other);
void related_apply(struct exec *x, struct state *s, const struct summary *sum, const struct val *args, int n,
		   bool other);
/** fetch_apply - what a function of the driver fetches through its arguments */
void fetch_apply(struct exec *x, struct state *s, const struct callee *c, const struct val *args,
		 int n, bool ok, struct loc at);
/** call_covers - are the @n bytes from @p on all of what @p points to? */
bool call_covers(struct exec *x, struct state *s, const struct val *p, const struct val *n);
/** call_ends_once - @by ends what is at @p, which may end only once */
void call_ends_once(struct exec *x, struct state *s, const char *by, place_t p, struct loc at);

/** call_pointee - the place that the pointer @v points to, or 0 */
place_t call_pointee(struct exec *x, const struct val *v);
/** call_apply_arg - what the call does to argument @i; @ok: it succeeds */
void call_apply_arg(struct exec *x, struct state *s, const struct callee *c, int i,
		    const struct val *args, int n, const struct expr *e, bool ok);
void call_forget_written(struct exec *x, struct state *s, const struct callee *c,
			 const struct val *args, int n, bool failed);
/** call_fills_zeros - is the callee given a struct of zeros, and may fill an owner in it? */
bool call_fills_zeros(struct exec *x, struct state *s, const struct callee *c, const struct val *args, int n);

/* Objects (roots of places) that a callee comes to; MAX_REACH of them are too many to tell. */
enum { MAX_REACH = 32 };
struct reach {
	place_t roots[MAX_REACH];
	int n;
};
void call_reach(const struct exec *x, const struct state *s, const struct val *args, int n,
		struct reach *ret);
/** call_spares - can the callee not come to the object that @p is in? */
bool call_spares(const struct exec *x, const struct state *s, const struct reach *reach, place_t p);

/** call_is_error - must the result be looked at: it says so, or was seen to be an error? */
bool call_is_error(struct module *m, const struct callee *c);
/** call_gives_part - is it strsep() of a string that is there? Then there is a part */
bool call_gives_part(struct exec *x, const struct state *s, const struct callee *c, const struct val *args);
/** call_result - the value of the call; @failed: 1 it failed, 0 it succeeded, -1 not told apart */
struct val call_result(struct exec *x, struct state *s, const struct callee *c,
		       const struct val *args, int n, const struct expr *e, int failed);

#endif
