/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The caller's descriptors: taking the file behind one, and giving the caller another. Whose table it
 * is, is the calling task's ("current"): a file goes from one program to another by fget() in a call
 * of the first and fd_install() in a call of the second.
 *
 * A new descriptor is made in two steps, because only the first can fail: get_unused_fd_flags()
 * reserves a number, which the driver may tell the caller; fd_install() puts the file there, from
 * where on the caller (all its threads) can use it, or put_unused_fd() gives the number back. One of
 * the two must come before the call returns.
 *
 * Context: process context, in a call of the task whose table it is; may sleep.
 * Source: include/linux/file.h; rust/kernel/fs/file.rs (LocalFile, FileDescriptorReservation).
 *
 * On the host a call that reserves or closes descriptors of another process stops that task for as
 * long as the rest of the call takes (docs/host.md says how and for whom it works). A number that is
 * reserved is seen by the program as an open, empty file; and what is taken by fget() can be given on,
 * but has no operations.
 *
 * Wrong: the file is visible before the caller was told of it, and when that fails it stays::
 *
 *	fd_install(fd, file);
 *	return put_user(fd, arg);
 *
 * Right::
 *
 *	CLASS(get_unused_fd, fd)(O_CLOEXEC);
 *	if (fd < 0)
 *		return fd;
 *	if (put_user(fd, arg))
 *		return -EFAULT;
 *	fd_install(take_fd(fd), no_free_ptr(file));
 *	return 0;
 */
#ifndef CLEAT_FILE_H
#define CLEAT_FILE_H

#include <cleat/cleanup.h>
#include <cleat/fs.h>
#include <cleat/slab.h>

#ifdef __KERNEL__
#include "../../kernel/file.h"
#else

#ifndef O_CLOEXEC
#define O_CLOEXEC 02000000
#endif

/**
 * fget - the file behind descriptor @fd of the caller
 *
 * Return: a reference, or NULL when there is none (the driver's -EBADF).
 */
struct file *__own __opt fget(unsigned int fd) __sleeps;

/** get_file - one more reference */
struct file *__own get_file(struct file *file);

/** fput - give a reference back; the file is closed with the last */
void fput(struct file *__own file);

/**
 * get_unused_fd_flags - reserve the caller's lowest free descriptor
 * @flags: O_CLOEXEC or 0
 *
 * Return: the number; -EMFILE at the caller's limit; -ENOMEM; on the host also -EPERM when the caller
 * cannot be reached (another one traces it).
 */
int __own __must_check get_unused_fd_flags(unsigned int flags) __sleeps;

/** fd_install - let the reserved @fd be @file; takes the reference */
void fd_install(unsigned int __own fd, struct file *__own file) __sleeps;

/** put_unused_fd - give back a reserved number */
void put_unused_fd(unsigned int __own fd) __sleeps;

DEFINE_FREE(fput, struct file *, if (!IS_ERR_OR_NULL(_T)) fput(_T))

/* CLASS(get_unused_fd, fd)(flags): given back at the end of the scope, unless take_fd(fd) took it. */
DEFINE_CLASS(get_unused_fd, int, if (_T >= 0) put_unused_fd((unsigned int)_T),
	     get_unused_fd_flags(flags), unsigned int flags)

/**
 * cleat_close_fd_later - close descriptor @fd of the caller
 *
 * The number is free at once, what closing does to the file comes when this call is over: it may be
 * the file that the call is about.
 *
 * Return: 0; -EBADF when it is not open; -ENOMEM; on the host also -EPERM, as above.
 */
int __must_check cleat_close_fd_later(unsigned int fd) __sleeps;
#endif

#ifndef take_fd
#define take_fd(fd)                                                                                \
	({                                                                                         \
		int __fd = (fd);                                                                   \
		(fd) = -EBADF;                                                                     \
		__fd;                                                                              \
	})
#endif

#endif
