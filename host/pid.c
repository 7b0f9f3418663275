/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * One struct pid for each process or thread that somebody keeps, so that addresses can be
 * compared.
 */
#include "libc.h"

#include "procinfo.h"
#include <cleat/pid.h>
#include <cleat/printk.h>

struct pid {
	struct pid *next;
	enum pid_type type;
	pid_t nr;
	unsigned long long born;
	int refs;
};

static pthread_mutex_t pids_lock = PTHREAD_MUTEX_INITIALIZER;
static struct pid *pids;

/* When it began, in ticks: what tells it from a later one of the same number. */
static unsigned long long birth(pid_t nr)
{
	unsigned long long born = 0;
	char path[64], line[1024];
	const char *p;
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", nr);
	f = nr > 0 ? fopen(path, "re") : NULL;
	if (!f)
		return 0;
	/* The name in parentheses may hold anything; field 22 is the twentieth after it. */
	if (fgets(line, sizeof(line), f) && (p = strrchr(line, ')'))) {
		for (int field = 2; p && field < 22; field++)
			p = strchr(p + 1, ' ');
		born = p ? strtoull(p, NULL, 10) : 0;
	}
	fclose(f);
	return born;
}

struct pid *get_task_pid(struct task_struct *t, enum pid_type type)
{
	pid_t nr = type == PIDTYPE_TGID ? t->tgid : t->pid;
	unsigned long long born = birth(nr);
	struct pid *p;

	pthread_mutex_lock(&pids_lock);
	for (p = pids; p; p = p->next)
		if (p->nr == nr && p->type == type && p->born == born)
			break;
	if (!p) {
		p = calloc(1, sizeof(*p));
		if (!p)
			cleat_bug(__FILE__, __LINE__, "no memory for a struct pid");
		*p = (struct pid){pids, type, nr, born, 0};
		pids = p;
	}
	p->refs++;
	pthread_mutex_unlock(&pids_lock);
	return p;
}

struct pid *get_pid(struct pid *pid)
{
	pthread_mutex_lock(&pids_lock);
	if (pid)
		pid->refs++;
	pthread_mutex_unlock(&pids_lock);
	return pid;
}

void put_pid(struct pid *pid)
{
	struct pid **at = &pids;

	pthread_mutex_lock(&pids_lock);
	if (pid && --pid->refs == 0) {
		while (*at != pid)
			at = &(*at)->next;
		*at = pid->next;
		free(pid);
	}
	pthread_mutex_unlock(&pids_lock);
}

/* ---- numbers ---- */

/* The number that @nr has in the innermost of its namespaces. */
static pid_t innermost(pid_t nr, const char *key)
{
	char value[256];
	const char *last;

	if (nr <= 0 || !host_proc_status(nr, key, value, sizeof(value)))
		return nr;
	last = strrchr(value, '\t');
	return atoi(last ? last : value);
}

pid_t pid_nr(struct pid *pid)
{
	return pid ? pid->nr : 0;
}

static bool same_pid_ns(pid_t a, pid_t b)
{
	char path[64], of_a[64], of_b[64];
	ssize_t n, m;

	snprintf(path, sizeof(path), "/proc/%d/ns/pid", a);
	n = readlink(path, of_a, sizeof(of_a));
	snprintf(path, sizeof(path), "/proc/%d/ns/pid", b);
	m = readlink(path, of_b, sizeof(of_b));
	return n > 0 && n == m && memcmp(of_a, of_b, (size_t)n) == 0;
}

pid_t pid_vnr(struct pid *pid)
{
	pid_t me = current->pid;

	if (!pid)
		return 0;
	if (host_proc_same_ns_lately(me, "pid"))
		return pid->nr;
	return same_pid_ns(me, pid->nr) ? innermost(pid->nr, "NSpid") : 0;
}

pid_t task_pid_vnr(struct task_struct *t)
{
	return host_proc_same_ns_lately(t->pid, "pid") ? t->pid : innermost(t->pid, "NSpid");
}

pid_t task_tgid_vnr(struct task_struct *t)
{
	return host_proc_same_ns_lately(t->pid, "pid") ? t->tgid : innermost(t->tgid, "NSpid");
}
