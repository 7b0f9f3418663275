/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The errno values are those of the UAPI headers; the kernel-internal ones (512 and up) never
 * leave the runtime: a transport turns them into what a system call would have returned.
 */
#ifndef CLEAT_HOST_ERR_H
#define CLEAT_HOST_ERR_H

#include <asm-generic/errno.h>

#define ERESTARTSYS 512
#define ERESTARTNOINTR 513
#define ERESTARTNOHAND 514
#define ENOIOCTLCMD 515
#define EPROBE_DEFER 517
#define ENOTSUPP 524

#define MAX_ERRNO 4095
#define IS_ERR_VALUE(x) unlikely((unsigned long)(x) >= (unsigned long)-MAX_ERRNO)

static inline void *__errptr ERR_PTR(long error);
static inline long PTR_ERR(const void *ptr);
static inline bool IS_ERR(const void *ptr);
static inline bool IS_ERR_OR_NULL(const void *__opt ptr);
static inline int PTR_ERR_OR_ZERO(const void *ptr);
static inline void *__errptr ERR_CAST(const void *ptr);

#ifndef __CLEAT_CHECK__ /* which reads the declarations */
static inline void *ERR_PTR(long error)
{
	return (void *)error;
}

static inline long PTR_ERR(const void *ptr)
{
	return (long)ptr;
}

static inline bool IS_ERR(const void *ptr)
{
	return IS_ERR_VALUE((unsigned long)ptr);
}

static inline bool IS_ERR_OR_NULL(const void *ptr)
{
	return !ptr || IS_ERR_VALUE((unsigned long)ptr);
}

static inline int PTR_ERR_OR_ZERO(const void *ptr)
{
	return IS_ERR(ptr) ? (int)PTR_ERR(ptr) : 0;
}

static inline void *ERR_CAST(const void *ptr)
{
	return (void *)ptr;
}
#endif

#endif
