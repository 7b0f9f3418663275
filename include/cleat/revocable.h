/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A resource that can be taken away while others still hold what it was given to: the registers of
 * a device that was unplugged, a connection whose peer went. Who wants it gets access for a block,
 * or is told that it is gone; revoking waits until the last block has ended, then ends the
 * resource.
 *
 * DEFINE_REVOCABLE(name, T, end) - struct name, which holds a T; blocks must not sleep
 * DEFINE_SLEEPABLE_REVOCABLE(name, T, end) - the same; blocks may sleep
 * @end: void (T *object __own): ends the resource; may sleep
 *
 *	void name_init(struct name *r, T *object __own)
 *		the sleepable one: int, 0 or -ENOMEM, and then @object is still the caller's
 *	CLASS(name, access)(&r);
 *		to the end of the block access.object is the resource, or NULL
 *	bool name_revoke(struct name *r)
 *		take it away: true for the one caller that did. When it returns, nobody has access
 *		and @end was called
 *	void name_destroy(struct name *r)
 *		revoke, and end @r itself, which nobody may ask any more
 *
 * Context: init and access any (access to a sleepable one: process context); revoke and destroy may
 * sleep, and must not be called in a block that has access.
 * Source: rust/kernel/revocable.rs; include/linux/rcupdate.h, srcu.h.
 *
 * Wrong: a flag is looked at, and the resource goes between the look and the use::
 *
 *	if (d->gone)
 *		return -ENXIO;
 *	return d->regs->status;
 *
 * Right::
 *
 *	DEFINE_REVOCABLE(uart_regs, struct regs, regs_unmap);
 *
 *	CLASS(uart_regs, access)(&d->regs);
 *	if (!access.object)
 *		return -ENXIO;
 *	return access.object->status;
 */
#ifndef CLEAT_REVOCABLE_H
#define CLEAT_REVOCABLE_H

#include <cleat/cleanup.h>
#include <cleat/err.h>
#include <cleat/fault.h>

#ifdef __KERNEL__
#include "../../kernel/revocable.h"
#else
#include "../../host/revocable.h"
#endif

/* What both kinds have; @kind is "revocable" or "srevocable", the world's own type. */
#define __CLEAT_REVOCABLE(name, kind, T, end)                                                      \
	struct name {                                                                              \
		struct cleat_##kind base;                                                          \
	};                                                                                         \
	struct name##_access {                                                                     \
		T *__opt object;                                                                   \
		struct name *from;                                                                 \
		int key;                                                                           \
	};                                                                                         \
	static __always_inline struct name##_access name##_enter(struct name *r)                   \
	{                                                                                          \
		struct name##_access a = {.from = r};                                              \
                                                                                                   \
		a.object = (T *)cleat_##kind##_enter(&r->base, &a.key);                            \
		return a;                                                                          \
	}                                                                                          \
	DEFINE_CLASS(name, struct name##_access, cleat_##kind##_leave(&_T.from->base, _T.key),     \
		     name##_enter(r), struct name *r)                                              \
	static inline __maybe_unused bool __sleeps name##_revoke(struct name *r)                   \
	{                                                                                          \
		T *object = (T *)cleat_##kind##_take(&r->base);                                    \
                                                                                                   \
		if (object)                                                                        \
			end(object);                                                               \
		return object != NULL;                                                             \
	}                                                                                          \
	static inline __maybe_unused void __sleeps                                                 \
	name##_destroy(struct name *r __ends(revocable) __only_once)                               \
	{                                                                                          \
		name##_revoke(r);                                                                  \
		cleat_##kind##_destroy(&r->base);                                                  \
	}

#define DEFINE_REVOCABLE(name, T, end)                                                             \
	__CLEAT_REVOCABLE(name, revocable, T, end)                                                 \
	static inline __maybe_unused void name##_init(struct name *r __begins(revocable),          \
						      T *__own object)                             \
	{                                                                                          \
		cleat_revocable_init(&r->base, object);                                            \
	}                                                                                          \
	struct name

#define DEFINE_SLEEPABLE_REVOCABLE(name, T, end)                                                   \
	__CLEAT_REVOCABLE(name, srevocable, T, end)                                                \
	static inline int __must_check name##_init(struct name *r __begins(revocable),             \
						   T *__own __keeps_on_failure object)             \
	{                                                                                          \
		return cleat_srevocable_init(&r->base, object);                                    \
	}                                                                                          \
	struct name

#endif
