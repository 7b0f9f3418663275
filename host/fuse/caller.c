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
	struct fuse_trail trail;
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
	req->ahead.expected = k.trail;
}

void fuse_caller_leave(struct fuse_request *req)
{
	const struct fuse_ahead *a = &req->ahead;
	pid_t tid = (pid_t)req->head->pid;
	struct known *k = &known[(unsigned int)tid % SLOTS];

	if (!a->seen.second || (a->seen.first == a->expected.first && a->seen.second == a->expected.second))
		return;
	quiet_lock(&known_lock);
	if (k->tid == tid)
		k->trail = a->seen;
	quiet_unlock(&known_lock);
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

/* One transfer; a partial one stops at the first page that is not there. Returns bytes not copied. */
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
 * Drivers read streams of commands word by word, and then what a command points to. A small read brings
 * along what is behind it in the same page, which is there if the word is; the first one of a call also
 * what the thread's last call went on to, if it began at the same place. A read is answered from there
 * when the call has not slept since. What was read once is never answered from it.
 */
static bool take(struct fuse_piece *p, void *to, u64 from, size_t n)
{
	if (p->len < n || p->addr != from)
		return false;
	memcpy(to, p->data + FUSE_AHEAD - p->len, n);
	p->addr += n;
	p->len -= (u32)n;
	return true;
}

/* To the end of its page, and of our room for it; empty. */
static size_t begin_piece(struct fuse_piece *p, u64 addr)
{
	size_t len = 4096 - (addr & 4095);

	p->addr = addr;
	p->len = 0;
	return len < FUSE_AHEAD ? len : FUSE_AHEAD;
}

static struct iovec room_of(struct fuse_piece *p, size_t len)
{
	return (struct iovec){p->data + FUSE_AHEAD - len, len};
}

static void forget(struct fuse_ahead *a)
{
	a->behind.len = 0;
	a->next.len = 0;
}

/* What the driver reads itself, not what comes along. */
static void note(struct fuse_ahead *a, u64 from, size_t n)
{
	if (!a->seen.first)
		a->seen.first = from;
	else if (!a->seen.second && n <= FUSE_AHEAD)
		a->seen.second = from;
}

/* Not into what lies behind: no byte is there twice. */
static bool goes_on(const struct fuse_ahead *a, u64 from)
{
	u64 second = a->expected.second;

	return !a->seen.first && second && a->expected.first == from &&
	       (second >= from + FUSE_AHEAD || second + FUSE_AHEAD <= from);
}

static bool read_ahead(struct fuse_ahead *a, struct host_call *call, u64 from, size_t n)
{
	bool on = goes_on(a, from);
	size_t len = begin_piece(&a->behind, from);
	size_t more = on ? begin_piece(&a->next, a->expected.second) : 0;
	struct iovec here[2] = {room_of(&a->behind, len), room_of(&a->next, more)};
	struct iovec there[2] = {{(void *)(uintptr_t)from, len},
				 {(void *)(uintptr_t)a->expected.second, more}};
	long got;

	forget(a);
	if (n > FUSE_AHEAD / 4 || n >= len || call->task.pid <= 0)
		return false;
	got = syscall(SYS_process_vm_readv, call->task.pid, here, 1 + on, there, 1 + on, 0);
	if (got < (long)len)
		return false;
	a->behind.len = (u32)len;
	if (on && got == (long)(len + more))
		a->next.len = (u32)more;
	a->sleeps = call->sleeps;
	return true;
}

static size_t read_caller(struct host_call *call, void *to, u64 from, size_t n)
{
	struct fuse_ahead *a = &((struct fuse_request *)call->transport)->ahead;
	bool ahead;

	if (a->sleeps != call->sleeps)
		forget(a);
	if (take(&a->behind, to, from, n))
		return 0;
	if (take(&a->next, to, from, n)) {
		note(a, from, n);
		return 0;
	}
	ahead = read_ahead(a, call, from, n);
	note(a, from, n);
	if (ahead && take(&a->behind, to, from, n))
		return 0;
	return transfer(call, SYS_process_vm_readv, to, from, n);
}

static size_t write_caller(struct host_call *call, u64 to, const void *from, size_t n)
{
	forget(&((struct fuse_request *)call->transport)->ahead);
	return transfer(call, SYS_process_vm_writev, (void *)from, to, n);
}

const struct host_memory fuse_caller_memory = {.read = read_caller, .write = write_caller};
