/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* The runtime's log: stderr, one write a line, with the severity that cleat run asked for. */
#include "libc.h"

#include "format.h"
#include "log.h"
#include <cleat/printk.h>

static int max_level = 7;
static int warnings;

void host_log_level(int level)
{
	max_level = level;
}

int host_log_warnings(void)
{
	return __atomic_load_n(&warnings, __ATOMIC_RELAXED);
}

int printk(const char *fmt, ...)
{
	char line[1024];
	int level = 6, n;
	va_list ap;

	if (fmt[0] == KERN_SOH[0] && fmt[1]) {
		level = fmt[1] == 'c' ? -1 : fmt[1] - '0';
		fmt += 2;
	}
	if (level > max_level)
		return 0;
	va_start(ap, fmt);
	n = host_vformat(line, sizeof(line), fmt, ap);
	va_end(ap);
	if (n >= (int)sizeof(line))
		n = (int)sizeof(line) - 1;
	if (n > 0 && write(STDERR_FILENO, line, (size_t)n) < 0)
		return -EIO;
	return n;
}

bool cleat_ratelimit_ok(struct cleat_ratelimit *rl)
{
	struct timespec ts;
	long long now;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	now = ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
	if (now - __atomic_load_n(&rl->began_ms, __ATOMIC_RELAXED) > 5000) {
		__atomic_store_n(&rl->began_ms, now, __ATOMIC_RELAXED);
		__atomic_store_n(&rl->count, 0, __ATOMIC_RELAXED);
	}
	return __atomic_fetch_add(&rl->count, 1, __ATOMIC_RELAXED) < 10;
}

bool cleat_warn(bool cond, const char *file, int line, const char *text)
{
	if (cond) {
		__atomic_add_fetch(&warnings, 1, __ATOMIC_RELAXED);
		printk(KERN_WARNING "WARNING: %s:%d: %s\n", file, line, text);
	}
	return cond;
}

_Noreturn void cleat_bug(const char *file, int line, const char *text)
{
	printk(KERN_ERR "BUG: %s:%d: %s\n", file, line, text);
	abort();
}
