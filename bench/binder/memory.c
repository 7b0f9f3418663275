// SPDX-License-Identifier: MIT OR GPL-2.0-only
/*
 * What a device of Binder costs in kernel memory, in a guest that has nothing else to do. Processes
 * wait until all are there; what they do next, each its own, is what the memory is for:
 *
 *	memory DEVICE	lines "NAME SLAB VMALLOC PAGES": bytes for one open, for its mapping of 1 MiB, for its
 *			first thread; then for one node with a handle to it, and for one more handle
 *
 * PAGES are those that no line of /proc/meminfo tells of: somebody has them from the page allocator.
 */
#define _GNU_SOURCE
#include "bench/binder/trip.h"
#include "bench/icount/settle.h"

#include <signal.h>
#include <sys/prctl.h>

enum { PROCESSES = 400, STEPS = 3, OBJECTS = 64, PARCELS = 64, PUT = 1, GET = 2 };

struct use {
	long slab, vmalloc, pages;
};

/* ---- what is in use ---- */

static long kilobytes(const char *meminfo, const char *name)
{
	const char *at = strstr(meminfo, name);

	return at ? atol(at + strlen(name)) : 0;
}

static void slurp(const char *path, char *to, size_t size)
{
	FILE *f = fopen(path, "r");

	check(f != NULL, path);
	to[fread(to, 1, size - 1, f)] = 0;
	fclose(f);
}

/* Free pages that the processors keep for themselves; /proc/meminfo does not count them as free. */
static long kept_free(void)
{
	static char text[1 << 16];
	long pages = 0;

	slurp("/proc/zoneinfo", text, sizeof(text));
	for (char *at = strstr(text, "pagesets"); at; at = strstr(at + 1, " count:"))
		if (at[0] == ' ')
			pages += atol(at + 7);
	return pages * 4;
}

static struct use use_now(void)
{
	static const char *const others[] = {"\nBuffers:", "\nCached:", "\nAnonPages:", "\nPageTables:",
					     "\nKernelStack:", "\nPercpu:"};
	char text[8192];
	struct use u;
	int fd = open("/proc/sys/vm/drop_caches", O_WRONLY);

	settle();
	check(fd >= 0 && write(fd, "3", 1) == 1, "drop_caches");
	close(fd);
	settle();
	slurp("/proc/meminfo", text, sizeof(text));
	u.slab = kilobytes(text, "\nSlab:");
	u.vmalloc = kilobytes(text, "\nVmallocUsed:");
	u.pages = kilobytes(text, "MemTotal:") - kilobytes(text, "\nMemFree:") - kept_free() - u.slab - u.vmalloc;
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		u.pages -= kilobytes(text, others[i]);
	return u;
}

static struct use since(const struct use *before)
{
	struct use now = use_now();

	return (struct use){now.slab - before->slab, now.vmalloc - before->vmalloc, now.pages - before->pages};
}

static void say(const char *name, struct use u, int n)
{
	printf("%s %.0f %.0f %.0f\n", name, u.slab * 1024.0 / n, u.vmalloc * 1024.0 / n, u.pages * 1024.0 / n);
	fflush(stdout);
}

/* ---- processes ---- */

static int go[STEPS][2], done[2];

static void process_run(const char *path)
{
	uint32_t enter = BC_ENTER_LOOPER;
	struct binder_write_read bwr = {.write_size = sizeof(enter), .write_buffer = (uintptr_t)&enter};
	char byte;
	int fd = -1;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	check(write(done[1], "", 1) == 1, "write");
	for (int step = 0; step < STEPS; step++) {
		check(read(go[step][0], &byte, 1) == 1, "read");
		if (step == 0)
			check((fd = open(path, O_RDWR)) >= 0, path);
		else if (step == 1)
			check(mmap(NULL, TRIP_MAP, PROT_READ, MAP_PRIVATE, fd, 0) != MAP_FAILED, "mmap");
		else
			check(ioctl(fd, BINDER_WRITE_READ, &bwr) == 0, "BC_ENTER_LOOPER");
		check(write(done[1], "", 1) == 1, "write");
	}
	for (;;)
		pause();
}

static void all_done(void)
{
	char byte;

	for (int i = 0; i < PROCESSES; i++)
		check(read(done[0], &byte, 1) == 1, "a process");
}

static void measure_processes(const char *path)
{
	static const char *const names[STEPS] = {"open", "mapping", "thread"};
	static char bytes[PROCESSES];
	pid_t pids[PROCESSES];

	check(pipe(done) == 0, "pipe");
	for (int step = 0; step < STEPS; step++)
		check(pipe(go[step]) == 0, "pipe");
	for (int i = 0; i < PROCESSES; i++) {
		pids[i] = fork();
		check(pids[i] >= 0, "fork");
		if (pids[i] == 0)
			process_run(path);
	}
	all_done();
	for (int step = 0; step < STEPS; step++) {
		struct use before = use_now();

		check(write(go[step][1], bytes, PROCESSES) == PROCESSES, "write");
		all_done();
		say(names[step], since(&before), PROCESSES);
	}
	for (int i = 0; i < PROCESSES; i++)
		kill(pids[i], SIGKILL);
}

/* ---- nodes and handles ---- */

struct parcel {
	struct flat_binder_object o[OBJECTS];
	binder_size_t offsets[OBJECTS];
};

struct holds {
	struct {
		uint32_t cmd, handle;
	} hold[OBJECTS];
};

struct sending {
	uint32_t cmd;
	struct binder_transaction_data tr;
} __attribute__((packed));

/* Do the commands, and read until a transaction or a reply is there. */
static struct binder_transaction_data hear(int fd, const void *out, size_t size)
{
	static unsigned char in[1 << 14];
	struct binder_write_read bwr = {.write_size = size, .write_buffer = (uintptr_t)out};
	struct binder_transaction_data tr;

	for (;;) {
		bwr.read_size = sizeof(in);
		bwr.read_consumed = 0;
		bwr.read_buffer = (uintptr_t)in;
		check(ioctl(fd, BINDER_WRITE_READ, &bwr) == 0, "BINDER_WRITE_READ");
		bwr.write_size = 0;
		for (size_t at = 0; at < bwr.read_consumed;) {
			uint32_t cmd;

			memcpy(&cmd, in + at, 4);
			at += 4;
			check(cmd != BR_FAILED_REPLY && cmd != BR_DEAD_REPLY, "a failed call");
			if (cmd == BR_TRANSACTION || cmd == BR_REPLY) {
				memcpy(&tr, in + at, sizeof(tr));
				return tr;
			}
			at += _IOC_SIZE(cmd);
		}
	}
}

static struct binder_transaction_data send_parcel(int fd, uint32_t cmd, uint32_t code, struct parcel *p)
{
	struct sending s = {.cmd = cmd, .tr = {.code = code}};

	if (p) {
		s.tr.data_size = sizeof(p->o);
		s.tr.offsets_size = sizeof(p->offsets);
		s.tr.data.ptr.buffer = (uintptr_t)p->o;
		s.tr.data.ptr.offsets = (uintptr_t)p->offsets;
	}
	return hear(fd, &s, sizeof(s));
}

/* Hold all handles that came, and give the buffer back. */
static void keep(int fd, const struct binder_transaction_data *tr, struct parcel *p)
{
	struct {
		struct holds holds;
		uint32_t cmd;
		uint64_t buffer;
	} __attribute__((packed)) c = {.cmd = BC_FREE_BUFFER, .buffer = tr->data.ptr.buffer};
	struct binder_write_read bwr = {.write_size = sizeof(c), .write_buffer = (uintptr_t)&c};

	check(tr->data_size == sizeof(p->o), "the handles");
	memcpy(p->o, (void *)(uintptr_t)tr->data.ptr.buffer, sizeof(p->o));
	for (int i = 0; i < OBJECTS; i++) {
		c.holds.hold[i].cmd = BC_ACQUIRE;
		c.holds.hold[i].handle = p->o[i].handle;
		p->offsets[i] = i * sizeof(p->o[0]);
	}
	check(ioctl(fd, BINDER_WRITE_READ, &bwr) == 0, "BC_ACQUIRE");
}

/* The manager keeps what is put, and gives it to who asks. */
static void manager_run(const char *path, int ready)
{
	static struct parcel kept[PARCELS];
	struct binder_transaction_data tr;
	uint32_t enter = BC_ENTER_LOOPER, none = 0;
	int fd = open_device(path), put = 0, got = 0;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	check(ioctl(fd, BINDER_SET_CONTEXT_MGR, &none) == 0, "BINDER_SET_CONTEXT_MGR");
	check(write(ready, "", 1) == 1, "write");
	tr = hear(fd, &enter, sizeof(enter));
	for (;;) {
		if (tr.code == PUT)
			keep(fd, &tr, &kept[put++ % PARCELS]);
		tr = send_parcel(fd, BC_REPLY, 0, tr.code == GET ? &kept[got++ % PARCELS] : NULL);
	}
}

static void put_all(int fd)
{
	struct parcel p = {0};

	for (int k = 0; k < PARCELS; k++) {
		for (int i = 0; i < OBJECTS; i++) {
			p.o[i] = (struct flat_binder_object){.hdr.type = BINDER_TYPE_BINDER,
							     .binder = (k * OBJECTS + i + 1) * 16};
			p.offsets[i] = i * sizeof(p.o[0]);
		}
		send_parcel(fd, BC_TRANSACTION, PUT, &p);
	}
}

static void get_all(int fd)
{
	struct binder_transaction_data tr;
	struct parcel p;

	for (int k = 0; k < PARCELS; k++) {
		tr = send_parcel(fd, BC_TRANSACTION, GET, NULL);
		keep(fd, &tr, &p);
	}
}

static void measure_objects(const char *path)
{
	int owner = open_device(path), other = open_device(path), ready[2];
	struct use before;
	char byte;
	pid_t pid;

	check(pipe(ready) == 0, "pipe");
	pid = fork();
	if (pid == 0)
		manager_run(path, ready[1]);
	check(read(ready[0], &byte, 1) == 1, "the manager");
	before = use_now();
	put_all(owner);
	say("node+handle", since(&before), PARCELS * OBJECTS);
	before = use_now();
	get_all(other);
	say("handle", since(&before), PARCELS * OBJECTS);
	kill(pid, SIGKILL);
}

int main(int argc, char **argv)
{
	check(argc == 2, "usage: memory DEVICE");
	measure_processes(argv[1]);
	measure_objects(argv[1]);
	return 0;
}
