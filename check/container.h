/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Containers of the kit (lists, trees, arrays of objects): whether one is known to be empty. Where
 * one ends, elements that are still in it would be lost, or be linked to memory that is gone.
 */
#ifndef CHECK_CONTAINER_H
#define CHECK_CONTAINER_H

#include "check/call.h"

/** container_bind - see which functions of the kit's macros work on containers */
void container_bind(const struct unit *u);
/** container_takes_out - does @f take elements off the container that is its first argument? */
bool container_takes_out(const struct func *f);
/** container_changes - does @f change the container that is its argument @i? */
bool container_changes(const struct func *f, int i);

/** container_is - is @t a list, a tree or an array of objects? */
bool container_is(const struct type *t);
/** container_owns - does a container of type @t own what is in it? */
bool container_owns(const struct unit *u, const struct type *t);
/** container_asks - does the result of this call say whether a container that ends here is empty?
 */
bool container_asks(struct exec *x, const struct state *s, const struct callee *c,
		    const struct val *args, int n);
/** container_apply - what the call does to the containers among its arguments */
void container_apply(struct exec *x, struct state *s, const struct callee *c,
		     const struct val *args, int n, int failed, struct loc at);

/** container_gave - @sym is what the call, if it is a container's function, found in it or took out */
void container_gave(struct exec *x, struct state *s, const struct callee *c,
		    const struct val *args, int n, sym_t sym);
/**
 * container_taken - the callee took over argument @i. In a container it stays good for its lock's
 * sake; if a container had given it, what else that gave may be the same object
 */
void container_taken(struct exec *x, struct state *s, const struct callee *c,
		     const struct val *args, int n, int i, bool ok, struct loc at);

/** container_full - is @p a container in which something may be? */
bool container_full(const struct run *r, const struct state *s, place_t p);
/** container_check - report the containers in @p that may be full where it ends */
void container_check(struct exec *x, struct state *s, place_t p, struct loc at, const char *owner);

#endif
