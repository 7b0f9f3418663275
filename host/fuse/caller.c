/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Who makes a call, and how its memory is reached. A FUSE request names a thread and its file
 * system ids; process id, name and real ids are in /proc, which costs more than a whole ioctl, so
 * they are kept for a second. tgkill() with signal 0 says cheaply whether a thread still belongs to
 * the process it was seen in; it is asked again after a while in which the kernel could have given all
 * other numbers out, and come back to this one. The thread itself cannot go away during the call: it
 * waits in it.
 */
#include "host/fuse/session.h"

enum { SLOTS = 256, FRESH_MS = 1000, SAME_MS = 10, NOBODY = 65534 };

struct known {
	pid_t tid, tgid;
	uid_t uid, euid;
	gid_t gid, egid;
	char comm[TASK_COMM_LEN];
	long long seen_ms, same_ms;
};

static struct known known[SLOTS];
static struct quiet_lock known_lock;

static long long now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC_COARSE, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static struct known recall(pid_t tid)
{
	struct known k;

	quiet_lock(&known_lock);
	k = known[(unsigned int)tid % SLOTS];
	quiet_unlock(&known_lock);
	return k;
}

static void remember(const struct known *k)
{
	quiet_lock(&known_lock);
	known[(unsigned int)k->tid % SLOTS] = *k;
	quiet_unlock(&known_lock);
}

static void parse(char *status, struct known *k)
{
	char *save = NULL;

	for (char *line = strtok_r(status, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		if (strncmp(line, "Name:\t", 6) == 0)
			snprintf(k->comm, sizeof(k->comm), "%s", line + 6);
		else if (strncmp(line, "Tgid:\t", 6) == 0)
			k->tgid = atoi(line + 6);
		else if (strncmp(line, "Uid:\t", 5) == 0)
			sscanf(line + 5, "%u %u", &k->uid, &k->euid);
		else if (strncmp(line, "Gid:\t", 5) == 0)
			sscanf(line + 5, "%u %u", &k->gid, &k->egid);
	}
}

static bool look_up(pid_t tid, struct known *k)
{
	char path[64], status[1024];
	long n;
	int fd;

	snprintf(path, sizeof(path), "/proc/%d/status", tid);
	fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return false;
	n = syscall(SYS_read, fd, status, sizeof(status) - 1);
	syscall(SYS_close, fd);
	if (n <= 0)
		return false;
	status[n] = '\0';
	k->tid = tid;
	k->seen_ms = k->same_ms = now_ms();
	parse(status, k);
	return true;
}

static bool still(struct known *k, pid_t tid)
{
	long long now = now_ms();

	if (k->tid != tid || now - k->seen_ms >= FRESH_MS)
		return false;
	if (now - k->same_ms < SAME_MS)
		return true;
	if (syscall(SYS_tgkill, k->tgid, tid, 0) < 0 && errno != EPERM)
		return false;
	k->same_ms = now;
	remember(k);
	return true;
}

/* @fresh: look again, whatever is remembered (an open, where a new program's name first counts). */
void fuse_caller_fill(struct fuse_request *req, bool fresh)
{
	struct task_struct *t = &req->call.task;
	pid_t tid = (pid_t)req->head->pid;
	bool foreign = req->session->foreign && tid > 0;
	struct known k = {0};

	if (tid > 0 && !fresh && !foreign)
		k = recall(tid);
	if (tid > 0 && !still(&k, tid)) {
		k = (struct known){.tgid = tid, .uid = req->head->uid, .gid = req->head->gid};
		if (foreign)
			k.uid = k.euid = k.gid = k.egid = NOBODY;
		if (look_up(tid, &k))
			remember(&k);
	}
	t->pid = tid;
	t->tgid = k.tgid;
	t->uid = tid > 0 ? k.uid : req->head->uid;
	t->gid = tid > 0 ? k.gid : req->head->gid;
	/* The kernel's numbers may be those of the mount's namespace, which are not ours. */
	t->euid = foreign ? k.euid : req->head->uid;
	t->egid = foreign ? k.egid : req->head->gid;
	memcpy(t->comm, k.comm, sizeof(t->comm));
}

bool fuse_caller_task(pid_t tid, struct task_struct *t)
{
	struct known k = {0};

	if (!look_up(tid, &k))
		return false;
	*t = (struct task_struct){.pid = tid,
				  .tgid = k.tgid,
				  .uid = k.uid,
				  .euid = k.euid,
				  .gid = k.gid,
				  .egid = k.egid};
	memcpy(t->comm, k.comm, sizeof(t->comm));
	return true;
}

/*
 * One transfer; a partial one stops at the first page that is not there. Returns bytes not copied.
 */
static size_t transfer(struct host_call *call, long nr, void *ours, u64 theirs, size_t n)
{
	size_t done = 0;

	if (call->task.pid <= 0)
		return n;
	while (done < n) {
		struct iovec here = {(char *)ours + done, n - done};
		struct iovec there = {(void *)(uintptr_t)(theirs + done), n - done};
		long got = syscall(nr, call->task.pid, &here, 1, &there, 1, 0);

		if (got <= 0)
			break;
		done += (size_t)got;
	}
	return n - done;
}

/*
 * Drivers read streams of commands word by word. A small read brings along what is behind it in the
 * same page, which is there if the word is; it answers the next read when that begins where the last
 * one ended and the call has not slept in between. What was read once is never answered from it.
 */
static bool take_ahead(struct fuse_ahead *a, struct host_call *call, void *to, u64 from, size_t n)
{
	if (a->len < n || a->addr != from || a->sleeps != call->sleeps)
		return false;
	memcpy(to, a->data + FUSE_AHEAD - a->len, n);
	a->addr += n;
	a->len -= (u32)n;
	return true;
}

static bool read_ahead(struct fuse_ahead *a, struct host_call *call, void *to, u64 from, size_t n)
{
	size_t len = 4096 - (from & 4095);

	len = len < FUSE_AHEAD ? len : FUSE_AHEAD;
	a->len = 0;
	if (n > FUSE_AHEAD / 4 || n >= len ||
	    transfer(call, SYS_process_vm_readv, a->data + FUSE_AHEAD - len, from, len))
		return false;
	a->addr = from;
	a->len = (u32)len;
	a->sleeps = call->sleeps;
	return take_ahead(a, call, to, from, n);
}

static size_t read_caller(struct host_call *call, void *to, u64 from, size_t n)
{
	struct fuse_ahead *a = &((struct fuse_request *)call->transport)->ahead;

	if (take_ahead(a, call, to, from, n) || read_ahead(a, call, to, from, n))
		return 0;
	return transfer(call, SYS_process_vm_readv, to, from, n);
}

static size_t write_caller(struct host_call *call, u64 to, const void *from, size_t n)
{
	((struct fuse_request *)call->transport)->ahead.len = 0;
	return transfer(call, SYS_process_vm_writev, (void *)from, to, n);
}

const struct host_memory fuse_caller_memory = {.read = read_caller, .write = write_caller};
