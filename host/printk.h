/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_HOST_PRINTK_H
#define CLEAT_HOST_PRINTK_H

#include "types.h"

#define KERN_SOH "\001"
#define KERN_EMERG KERN_SOH "0"
#define KERN_ALERT KERN_SOH "1"
#define KERN_CRIT KERN_SOH "2"
#define KERN_ERR KERN_SOH "3"
#define KERN_WARNING KERN_SOH "4"
#define KERN_NOTICE KERN_SOH "5"
#define KERN_INFO KERN_SOH "6"
#define KERN_DEBUG KERN_SOH "7"
#define KERN_CONT KERN_SOH "c"

/**
 * printk - one message to the runtime's log (stderr, or what cleat run was told)
 * @fmt: printf format, after an optional KERN_ level
 *
 * Context: any. Safe in any thread; a line is written at once.
 */
int printk(const char *fmt, ...) __printf(1, 2);

/* True at most 10 times in 5 seconds for each place; returns whether this message may go out. */
struct cleat_ratelimit {
	long long began_ms;
	int count;
};
bool cleat_ratelimit_ok(struct cleat_ratelimit *rl);

#ifndef pr_fmt
#define pr_fmt(fmt) fmt
#endif

#define pr_emerg(fmt, ...) printk(KERN_EMERG pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert(fmt, ...) printk(KERN_ALERT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit(fmt, ...) printk(KERN_CRIT pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err(fmt, ...) printk(KERN_ERR pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn(fmt, ...) printk(KERN_WARNING pr_fmt(fmt), ##__VA_ARGS__)
#define pr_notice(fmt, ...) printk(KERN_NOTICE pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info(fmt, ...) printk(KERN_INFO pr_fmt(fmt), ##__VA_ARGS__)
#define pr_cont(fmt, ...) printk(KERN_CONT fmt, ##__VA_ARGS__)
#ifdef DEBUG
#define pr_debug(fmt, ...) printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__)
#else
#define pr_debug(fmt, ...)                                                                         \
	do {                                                                                       \
		if (0)                                                                             \
			printk(KERN_DEBUG pr_fmt(fmt), ##__VA_ARGS__);                             \
	} while (0)
#endif

#define __cleat_limited(print, ...)                                                                \
	do {                                                                                       \
		static struct cleat_ratelimit __rl;                                                \
		if (cleat_ratelimit_ok(&__rl))                                                     \
			print(__VA_ARGS__);                                                        \
	} while (0)
#define pr_err_ratelimited(...) __cleat_limited(pr_err, __VA_ARGS__)
#define pr_warn_ratelimited(...) __cleat_limited(pr_warn, __VA_ARGS__)
#define pr_info_ratelimited(...) __cleat_limited(pr_info, __VA_ARGS__)

#define __cleat_once(print, ...)                                                                   \
	do {                                                                                       \
		static bool __done;                                                                \
		if (!__atomic_exchange_n(&__done, 1, __ATOMIC_RELAXED))                            \
			print(__VA_ARGS__);                                                        \
	} while (0)
#define pr_err_once(...) __cleat_once(pr_err, __VA_ARGS__)
#define pr_warn_once(...) __cleat_once(pr_warn, __VA_ARGS__)
#define pr_info_once(...) __cleat_once(pr_info, __VA_ARGS__)

/* A broken invariant: WARN_ON reports and goes on, BUG_ON ends the process. Both fail a test. */
bool cleat_warn(bool cond, const char *file, int line, const char *text);
_Noreturn void cleat_bug(const char *file, int line, const char *text);
#define WARN_ON(cond) cleat_warn(!!(cond), __FILE__, __LINE__, #cond)
#define WARN_ON_ONCE(cond)                                                                         \
	({                                                                                         \
		static bool __warned;                                                              \
		bool __c = !!(cond);                                                               \
		if (__c && !__atomic_exchange_n(&__warned, 1, __ATOMIC_RELAXED))                   \
			cleat_warn(1, __FILE__, __LINE__, #cond);                                  \
		__c;                                                                               \
	})
#define BUG_ON(cond)                                                                               \
	do {                                                                                       \
		if (unlikely(cond))                                                                \
			cleat_bug(__FILE__, __LINE__, #cond);                                      \
	} while (0)

#endif
