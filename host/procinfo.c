/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "libc.h"

#include "procinfo.h"

static ssize_t link_of(pid_t tid, const char *kind, char *to, size_t size)
{
	char path[64];

	if (tid)
		snprintf(path, sizeof(path), "/proc/%d/ns/%s", tid, kind);
	else
		snprintf(path, sizeof(path), "/proc/self/ns/%s", kind);
	return readlink(path, to, size);
}

/*
 * Whoever cannot be looked at (gone, or out of reach) is taken for one of us, without any
 * rights.
 */
bool host_proc_same_ns(pid_t tid, const char *kind)
{
	char ours[64], theirs[64];
	ssize_t n, m;

	if (!tid)
		return true;
	n = link_of(0, kind, ours, sizeof(ours));
	m = link_of(tid, kind, theirs, sizeof(theirs));
	return m < 0 || (n == m && memcmp(ours, theirs, (size_t)n) == 0);
}

/* ---- the same, remembered ---- */

enum { SEEN = 256, SEEN_FOR_MS = 1000 };

/*
 * By task: its number, when it was looked at, and what was seen. One word each, and no lock: a lock
 * would order the calls of all clients, and hide the driver's races from the thread sanitizer.
 */
static u64 seen[2][SEEN];

static u64 now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &ts);
	return (u64)ts.tv_sec * 1000 + (u64)ts.tv_nsec / 1000000;
}

bool host_proc_same_ns_lately(pid_t tid, const char *kind)
{
	u64 *place = &seen[strcmp(kind, "user") == 0][(u32)tid % SEEN];
	u64 word = __atomic_load_n(place, __ATOMIC_RELAXED), now = now_ms() & 0x7fffffff;
	bool same;

	if (word >> 32 == (u32)tid && ((now - (word >> 1)) & 0x7fffffff) < SEEN_FOR_MS)
		return word & 1;
	same = host_proc_same_ns(tid, kind);
	__atomic_store_n(place, (u64)(u32)tid << 32 | now << 1 | same, __ATOMIC_RELAXED);
	return same;
}

static FILE *open_proc(pid_t tid, const char *name)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/%d/%s", tid, name);
	return tid > 0 ? fopen(path, "re") : NULL;
}

bool host_proc_status(pid_t tid, const char *key, char *value, size_t size)
{
	FILE *f = open_proc(tid, "status");
	size_t len = strlen(key);
	bool found = false;
	char line[512];

	while (f && !found && fgets(line, sizeof(line), f)) {
		if (strncmp(line, key, len) != 0 || line[len] != ':')
			continue;
		line[strcspn(line, "\n")] = '\0';
		snprintf(value, size, "%s", line + len + 1 + strspn(line + len + 1, " \t"));
		found = true;
	}
	if (f)
		fclose(f);
	return found;
}

u32 host_proc_map_id(pid_t tid, const char *map, u32 id, bool inwards)
{
	FILE *f = open_proc(tid, map);
	unsigned int in, out, count;
	u32 mapped = ~0u;

	while (f && mapped == ~0u && fscanf(f, "%u %u %u", &in, &out, &count) == 3) {
		u32 from = inwards ? out : in, to = inwards ? in : out;

		if (id >= from && id - from < count)
			mapped = to + (id - from);
	}
	if (f)
		fclose(f);
	return mapped;
}
