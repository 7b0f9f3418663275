/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "host/libc.h"

#include "base/diag.h"
#include "host/filter.h"
#include <cleat/printk.h>

enum kind { KIND_ERROR, KIND_DELAY, KIND_LOG };
enum { MAX_FILTERS = 16, SLICE_NS = 5000000 };

struct filter {
	enum kind kind;
	unsigned int ops;
	int error;
	double rate;
	unsigned long long delay_ns;
	unsigned long long drawn;
};

static struct filter filters[MAX_FILTERS];
static int n_filters;
static unsigned long long seed = 1;

static const char *const op_names[HOST_OPS] = {
	"open", "release", "read", "write", "ioctl", "poll", "flush", "llseek",
};

/* "read,ioctl" to bits; 0 when a word is not an operation. */
static unsigned int parse_ops(const char *list)
{
	unsigned int ops = 0;

	for (;;) {
		size_t len = strcspn(list, ",");
		int op = 0;

		while (op < HOST_OPS &&
		       (strlen(op_names[op]) != len || strncmp(op_names[op], list, len) != 0))
			op++;
		if (op == HOST_OPS)
			return 0;
		ops |= 1U << op;
		if (list[len] == '\0')
			return ops;
		list += len + 1;
	}
}

static int errno_of(const char *name, size_t len)
{
	for (int e = 1; e < 134; e++) {
		const char *s = strerrorname_np(e);

		if (s && strlen(s) == len && strncmp(s, name, len) == 0)
			return e;
	}
	return 0;
}

/* The part after the last expected field: "" or ":OPS". */
static bool parse_tail(struct filter *f, const char *tail)
{
	if (*tail == '\0')
		return true;
	f->ops = *tail == ':' ? parse_ops(tail + 1) : 0;
	return f->ops != 0;
}

static bool parse_error(struct filter *f, const char *text)
{
	size_t len = strcspn(text, ":");
	char *end;

	f->kind = KIND_ERROR;
	f->ops &= ~(1U << HOST_OP_RELEASE);
	f->error = errno_of(text, len);
	if (!f->error || text[len] != ':')
		return false;
	f->rate = strtod(text + len + 1, &end);
	return end != text + len + 1 && f->rate >= 0 && f->rate <= 1 && parse_tail(f, end) &&
	       !(f->ops & 1U << HOST_OP_RELEASE);
}

static bool parse_delay(struct filter *f, const char *text)
{
	static const struct {
		const char *unit;
		double ns;
	} units[] = {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}};
	char *end;
	double n = strtod(text, &end);

	f->kind = KIND_DELAY;
	for (size_t i = 0; i < ARRAY_SIZE(units); i++) {
		size_t len = strlen(units[i].unit);

		if (strncmp(end, units[i].unit, len) != 0 || (end[len] && end[len] != ':'))
			continue;
		f->delay_ns = (unsigned long long)(n * units[i].ns);
		return end != text && n >= 0 && n * units[i].ns < 3600e9 &&
		       parse_tail(f, end + len);
	}
	return false;
}

int host_filter_add(const char *spec)
{
	struct filter f = {.ops = (1U << HOST_OPS) - 1};
	char *end;
	bool ok;

	if (strncmp(spec, "seed=", 5) == 0) {
		seed = strtoull(spec + 5, &end, 0);
		if (end != spec + 5 && *end == '\0')
			return 0;
		return diag_error("--filter seed=N", "--filter %s: not a number", spec);
	}
	if (strncmp(spec, "error=", 6) == 0) {
		ok = parse_error(&f, spec + 6);
	} else if (strncmp(spec, "delay=", 6) == 0) {
		ok = parse_delay(&f, spec + 6);
	} else {
		f.kind = KIND_LOG;
		ok = strncmp(spec, "log", 3) == 0 && parse_tail(&f, spec + 3);
	}
	if (!ok)
		return diag_error("error=EIO:0.01[:read,ioctl], delay=5ms[:OPS], log[:OPS] or "
				  "seed=N; OPS are "
				  "open release read write ioctl poll flush llseek",
				  "--filter %s: not understood", spec);
	if (n_filters == MAX_FILTERS)
		return diag_error(NULL, "more than %d filters", MAX_FILTERS);
	filters[n_filters++] = f;
	return 0;
}

/* The n-th number of the filter's sequence, 0 ≤ x < 1 (splitmix64). */
static double draw(struct filter *f)
{
	unsigned long long n = __atomic_fetch_add(&f->drawn, 1, __ATOMIC_RELAXED);
	unsigned long long x = seed * 0x9e3779b97f4a7c15ull + (n + 1) * 0xbf58476d1ce4e5b9ull +
			       (unsigned long long)(f - filters);

	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
	x ^= x >> 31;
	return (double)(x >> 11) / (double)(1ull << 53);
}

static int pause_call(const struct filter *f, const struct host_call *call)
{
	unsigned long long left = f->delay_ns;

	while (left) {
		unsigned long long now = left < SLICE_NS ? left : SLICE_NS;
		struct timespec ts = {0, (long)now};

		nanosleep(&ts, NULL);
		left -= now;
		if (__atomic_load_n(&call->interrupted, __ATOMIC_SEQ_CST))
			return -EINTR;
	}
	return 0;
}

int host_filter_enter(struct host_filter_call *fc, struct host_call *call)
{
	for (fc->entered = 0; fc->entered < n_filters; fc->entered++) {
		struct filter *f = &filters[fc->entered];
		int err = 0;

		if (!(f->ops & 1U << fc->op))
			continue;
		if (f->kind == KIND_ERROR && draw(f) < f->rate)
			err = -f->error;
		else if (f->kind == KIND_DELAY)
			err = pause_call(f, call);
		if (err)
			return err;
	}
	return 0;
}

void host_filter_leave(const struct host_filter_call *fc, const struct host_call *call, long result)
{
	for (int i = fc->entered - 1; i >= 0; i--) {
		const struct filter *f = &filters[i];
		const char *error = result < 0 ? strerrorname_np((int)-result) : NULL;

		if (f->kind != KIND_LOG || !(f->ops & 1U << fc->op))
			continue;
		printk(KERN_NOTICE "log: %s[%d] %s %s 0x%lx = %ld%s%s\n", call->task.comm,
		       call->task.pid, fc->name, op_names[fc->op], fc->detail, result,
		       error ? " " : "", error ? error : "");
	}
}
