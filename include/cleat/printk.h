/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Messages to the log: pr_emerg, pr_alert, pr_crit, pr_err, pr_warn, pr_notice, pr_info, pr_debug
 * and their _ratelimited and _once forms. Define pr_fmt before the first include to give every line a prefix. Formats are
 * checked; on the host %p and %pK are there, the kernel's other %p extensions are not.
 *
 * Context: any.
 * Source: include/linux/printk.h.
 *
 * Example::
 *
 *	#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt
 *	pr_info("ready, %u slots\n", n);
 */
#ifndef CLEAT_PRINTK_H
#define CLEAT_PRINTK_H

#include <cleat/types.h>

#ifdef __KERNEL__
#include <linux/printk.h>
#include <linux/ratelimit.h>
#else
#include "../../host/printk.h"
#endif

#endif
