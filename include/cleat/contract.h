/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The words in which a contract is written. They stand on declarations (function, parameter,
 * field, type), are read by "cleat check", and are nothing at all in a build: a compiler never
 * sees them. Where Linux has the word (cleanup.h, compiler-context-analysis.h of 7.x), it is
 * Linux's word with Linux's meaning; each further word means one thing, said here.
 *
 * Example::
 *
 *	struct queue {
 *		struct mutex lock;
 *		unsigned int len __guarded_by(&lock);
 *	};
 *	struct item *__own __opt queue_pop(struct queue *q) __must_hold(&q->lock);
 */
#ifndef CLEAT_CONTRACT_H
#define CLEAT_CONTRACT_H

#ifdef __KERNEL__
#include "../../kernel/contract.h"
#endif

#ifdef __CLEAT_CHECK__

/* Each word is a macro of one step: a file has hundreds. Of a number, whose macros are seen through, two. */
#define __cleat_at(word, n) __attribute__((annotate("cleat:" word ":" #n)))

/* ---- ownership ---- */

/*
 * Parameter: the callee takes the object. Return value: the caller gets it. Field: the struct owns it.
 * Of an integer: a number that was given out (a descriptor, one of an ida); a negative one is none.
 */
#define __own __attribute__((annotate("cleat:own")))
/* Pointer that may be NULL. All other pointers are not. */
#define __opt __attribute__((annotate("cleat:opt")))
/* Pointer that is valid or an ERR_PTR(), never NULL. */
#define __errptr __attribute__((annotate("cleat:errptr")))
/* __own parameter that stays the caller's when the function fails (negative, NULL or ERR_PTR). */
#define __keeps_on_failure __attribute__((annotate("cleat:keeps_on_failure")))
/* Return value (or out-parameter) that lives no longer than @source: a parameter, or a lock held. */
#define __borrows(source) __attribute__((annotate("cleat:borrows:" #source)))

/* ---- memory ---- */

/* Return value: memory with undefined content; with zeros in it (so a parameter's must be, too). */
#define __fresh __attribute__((annotate("cleat:fresh")))
#define __zeroed __attribute__((annotate("cleat:zeroed")))
/* Parameter that the callee writes wholly when it succeeds, and does not read. */
#define __writes __attribute__((annotate("cleat:writes")))
/* Parameter: its first @bytes bytes are written; "return" in it is what the function returns. */
#define __fills(bytes) __cleat_at("fills", bytes)
/*
 * Parameter: a copy of its bytes is made elsewhere. Nothing in it is __pinned, and unless it is taken
 * (__own) it owns nothing.
 */
#define __copied __attribute__((annotate("cleat:copied")))
/* Pointer to @bytes bytes (an expression of parameters); to @n elements. */
#define __sized_by(bytes) __cleat_at("sized_by", bytes)
#define __elements(n) __cleat_at("elements", n)
/* The bytes behind this pointer are shown to user space: all must be written, padding too. */
#define __to_user __attribute__((annotate("cleat:to_user")))
/* Integer used as a size, an index or a length: it must not have wrapped or been cut. */
#define __length __attribute__((annotate("cleat:length")))
/*
 * Integer: never less, never more than @n. A field (then @n is a constant), a parameter, or a
 * function's result (then @n may use the parameters): assumed where it is read, proven where it is
 * written, passed or returned.
 */
#define __at_least(n) __cleat_at("at_least", n)
#define __at_most(n) __cleat_at("at_most", n)

/* ---- context ---- */

/*
 * The function waits for the end of the driver's @fn: nothing that fn takes is held. With RCU for @fn:
 * for all readers that are in a section.
 */
#define __waits_for(fn) __attribute__((annotate("cleat:waits_for:" #fn)))
/* The function may sleep. */
#define __sleeps __attribute__((annotate("cleat:sleeps")))
/* The callback is called, or the function must be called, where sleeping is forbidden. */
#define __atomic __attribute__((annotate("cleat:atomic")))

/* ---- links and duties ---- */

/* Parameter: the element is put on, or taken off, a container. */
#define __links __attribute__((annotate("cleat:links")))
#define __unlinks __attribute__((annotate("cleat:unlinks")))
/*
 * Parameter: from here until __ends(duty) the object must stay alive and in place. The duties
 * registered, shown, queued and armed also mean that others may call the driver from here on.
 */
#define __begins(duty) __attribute__((annotate("cleat:begins:" #duty)))
#define __ends(duty) __attribute__((annotate("cleat:ends:" #duty)))
/* With __ends: and nobody can begin it again. */
#define __for_good __attribute__((annotate("cleat:for_good")))
/* With __ends: it may end only once. */
#define __only_once __attribute__((annotate("cleat:only_once")))

/* A callback field of a table that trusted code calls: its parameters' contracts bind the driver. */
#define __callback __attribute__((annotate("cleat:callback")))

/* ---- more of structs and locks ---- */

/*
 * A struct, or a nameless struct within one: @lock guards each of its fields that does not say
 * another. A field that is a lock is not meant.
 */
#define __all_guarded_by(lock) __attribute__((annotate("cleat:all_guarded_by:" #lock)))
/*
 * Parameter: what it points to is made here, in its place (or the member that the function is for): nobody
 * uses it yet. What a lock guards needs none until the object is shown to others.
 */
#define __makes __attribute__((annotate("cleat:makes")))
/* Who held @lock to write goes on as a reader; no writer comes between. */
#define __downgrades(lock) __attribute__((annotate("cleat:downgrades:" #lock)))
/* A struct that is a lock; @kind is "sleeping" or "spinning". It is __pinned. */
#define __lock_type(kind) __attribute__((annotate("cleat:lock:" #kind)))
/* A struct to which others point, by its address: it is not copied, nor is what it is a part of. */
#define __pinned __attribute__((annotate("cleat:pinned")))

/* ---- words that Linux has, too ---- */

#define __user __attribute__((address_space(1))) __attribute__((annotate("cleat:user")))
#define __iomem __attribute__((address_space(2))) __attribute__((annotate("cleat:iomem")))
#define __rcu __attribute__((annotate("cleat:rcu")))
#define __guarded_by(lock) __attribute__((annotate("cleat:guarded_by:" #lock)))
#define __must_hold(lock) __attribute__((annotate("cleat:must_hold:" #lock)))
#define __must_not_hold(lock) __attribute__((annotate("cleat:must_not_hold:" #lock)))
#define __acquires(lock) __attribute__((annotate("cleat:acquires:" #lock)))
#define __releases(lock) __attribute__((annotate("cleat:releases:" #lock)))
#define __cond_acquires(ret, lock) __attribute__((annotate("cleat:cond_acquires:" #ret ":" #lock)))
/* The same for a lock that is held to read: others may hold it so, too. */
#define __must_hold_shared(lock) __attribute__((annotate("cleat:must_hold_shared:" #lock)))
#define __acquires_shared(lock) __attribute__((annotate("cleat:acquires_shared:" #lock)))
#define __releases_shared(lock) __attribute__((annotate("cleat:releases_shared:" #lock)))
#define __cond_acquires_shared(ret, lock) __attribute__((annotate("cleat:cond_acquires_shared:" #ret ":" #lock)))
#define __counted_by(member) __attribute__((counted_by(member)))
#define __must_check __attribute__((warn_unused_result))

#else /* a compiler does not see them */

#define __own
#define __opt
#define __errptr
#define __keeps_on_failure
#define __borrows(source)
#define __fresh
#define __zeroed
#define __writes
#define __fills(bytes)
#define __copied
#define __sized_by(bytes)
#define __elements(n)
#define __to_user
#define __length
#define __at_least(n)
#define __at_most(n)
#define __waits_for(fn)
#define __sleeps
#define __atomic
#define __links
#define __unlinks
#define __begins(duty)
#define __ends(duty)
#define __for_good
#define __only_once
#define __callback
#define __all_guarded_by(lock)
#define __makes
#define __downgrades(lock)
#define __lock_type(kind)
#define __pinned

#endif

/* Where neither the checker nor the kernel at hand has them. */
#ifndef __user
#define __user
#endif
#ifndef __force
#define __force
#endif
#ifndef __iomem
#define __iomem
#endif
#ifndef __rcu
#define __rcu
#endif
#ifndef __guarded_by
#define __guarded_by(lock)
#endif
#ifndef __must_hold
#define __must_hold(lock)
#endif
#ifndef __must_not_hold
#define __must_not_hold(lock)
#endif
#ifndef __acquires
#define __acquires(lock)
#endif
#ifndef __releases
#define __releases(lock)
#endif
#ifndef __cond_acquires
#define __cond_acquires(ret, lock)
#endif
#ifndef __must_hold_shared
#define __must_hold_shared(lock)
#endif
#ifndef __acquires_shared
#define __acquires_shared(lock)
#endif
#ifndef __releases_shared
#define __releases_shared(lock)
#endif
#ifndef __cond_acquires_shared
#define __cond_acquires_shared(ret, lock)
#endif
#ifndef __counted_by
#define __counted_by(member)
#endif
#ifndef __must_check
#define __must_check __attribute__((warn_unused_result))
#endif

#endif
