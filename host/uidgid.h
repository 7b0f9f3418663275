/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_UIDGID_H
#define CLEAT_HOST_UIDGID_H

#include "types.h"

#ifndef __CLEAT_KERNEL_TYPES__
typedef struct {
	uid_t val;
} kuid_t;

typedef struct {
	gid_t val;
} kgid_t;

/* The namespace of task @tid; 0: the daemon's own. */
struct user_namespace {
	pid_t tid;
};
extern struct user_namespace init_user_ns;
#endif

#define KUIDT_INIT(value) ((kuid_t){value})
#define KGIDT_INIT(value) ((kgid_t){value})
#define GLOBAL_ROOT_UID KUIDT_INIT(0)
#define GLOBAL_ROOT_GID KGIDT_INIT(0)
#define INVALID_UID KUIDT_INIT((uid_t)-1)
#define INVALID_GID KGIDT_INIT((gid_t)-1)

#define __CLEAT_ID_OPS(kind, type, id_t)                                                           \
	static inline id_t __k##kind##_val(type id);                                               \
	static inline bool kind##_eq(type a, type b), kind##_lt(type a, type b),                   \
		kind##_lte(type a, type b), kind##_gt(type a, type b), kind##_gte(type a, type b); \
	static inline bool kind##_valid(type a);
__CLEAT_ID_OPS(uid, kuid_t, uid_t)
__CLEAT_ID_OPS(gid, kgid_t, gid_t)

#ifndef __CLEAT_CHECK__ /* which reads the declarations */
#define __CLEAT_ID_BODIES(kind, type, id_t)                                                        \
	static inline id_t __k##kind##_val(type id)                                                \
	{                                                                                          \
		return id.val;                                                                     \
	}                                                                                          \
	static inline bool kind##_eq(type a, type b)                                               \
	{                                                                                          \
		return a.val == b.val;                                                             \
	}                                                                                          \
	static inline bool kind##_lt(type a, type b)                                               \
	{                                                                                          \
		return a.val < b.val;                                                              \
	}                                                                                          \
	static inline bool kind##_lte(type a, type b)                                              \
	{                                                                                          \
		return a.val <= b.val;                                                             \
	}                                                                                          \
	static inline bool kind##_gt(type a, type b)                                               \
	{                                                                                          \
		return a.val > b.val;                                                              \
	}                                                                                          \
	static inline bool kind##_gte(type a, type b)                                              \
	{                                                                                          \
		return a.val >= b.val;                                                             \
	}                                                                                          \
	static inline bool kind##_valid(type a)                                                    \
	{                                                                                          \
		return a.val != (id_t)-1;                                                          \
	}
__CLEAT_ID_BODIES(uid, kuid_t, uid_t)
__CLEAT_ID_BODIES(gid, kgid_t, gid_t)
#endif

#endif
