/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Errors. A function that can fail returns a negative errno (int, long, ssize_t) and is
 * __must_check; a function that returns a pointer or an errno returns an ERR_PTR and says
 * __errptr, which is another type than __opt ("may be NULL"): the checker never takes a NULL test
 * for an IS_ERR test.
 *
 * Wrong::
 *
 *	p = session_find(id);		// __errptr
 *	if (!p)				// never true: the error is dereferenced below
 *		return -ENOENT;
 *
 * Right::
 *
 *	p = session_find(id);
 *	if (IS_ERR(p))
 *		return PTR_ERR(p);
 *
 * Source: include/linux/err.h, include/linux/errno.h.
 */
#ifndef CLEAT_ERR_H
#define CLEAT_ERR_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/err.h>
#include <linux/errno.h>
#else
#include "../../host/err.h"
#endif

#endif
