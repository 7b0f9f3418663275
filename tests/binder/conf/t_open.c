/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* open(2), mmap(2) and what else a file can be asked. */
#define _GNU_SOURCE
#include "conf.h"

#include <fcntl.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

static long version(struct worker *w, long fd)
{
	return run(w, job_ioctl, fd, (long)BINDER_VERSION, (long)arena(8), 0);
}

static void modes(void)
{
	static const struct {
		const char *name;
		int flags;
	} modes[] = {{"read-only", O_RDONLY},
		     {"write-only", O_WRONLY},
		     {"read-write", O_RDWR},
		     {"create", O_RDWR | O_CREAT},
		     {"truncate", O_RDWR | O_TRUNC},
		     {"append", O_RDWR | O_APPEND},
		     {"directory", O_RDONLY | O_DIRECTORY}};
	struct worker *w = first(peer_bare());

	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		long fd = run(w, job_open, (long)arena_text(device), modes[i].flags, 0, 0);
		const char *opened = outcome(fd);

		if (fd >= 0)
			opened = text("ok, VERSION %s", outcome(version(w, fd)));
		probe(modes[i].name, "%s", opened);
	}
}

static long job_file_calls(struct worker *w, long what, long b, long c, long d)
{
	char buf[16] = "";
	int fd = w->peer->fd;

	switch (what) {
	case 0:
		return read(fd, buf, sizeof(buf));
	case 1:
		return write(fd, buf, sizeof(buf));
	case 2:
		return lseek(fd, 0, SEEK_SET);
	case 3:
		return pread(fd, buf, sizeof(buf), 0);
	case 4:
		return ftruncate(fd, 0);
	case 5:
		return fsync(fd);
	default:
		return fcntl(fd, F_GETFL) & (O_ACCMODE | O_NONBLOCK);
	}
}

static void file_calls(void)
{
	static const char *const names[] = {"read",  "write",	  "lseek",
					    "pread", "ftruncate", "fsync"};
	struct worker *w = first(peer_new());

	for (int i = 0; i < 6; i++) {
		long ret = run(w, job_file_calls, i, 0, 0, 0);

		probe(names[i], "%s", ret < 0 ? outcome(ret) : text("%ld", ret));
	}
	probe("flags", "%#lx", run(w, job_file_calls, 6, 0, 0, 0));
}

/* mmap of a fresh open file. */
static long map_of(struct worker *w, long size, int prot, int flags, long offset)
{
	long fd = run(w, job_open, (long)arena_text(device), O_RDWR, 0, 0);

	return run(w, job_mmap, fd, size, prot | flags << 4, offset);
}

static void maps(void)
{
	static const struct {
		const char *name;
		long size;
		int prot, flags;
		long offset;
	} maps[] = {
		{"map-private", 8192, PROT_READ, MAP_PRIVATE, 0},
		{"map-shared", 8192, PROT_READ, MAP_SHARED, 0},
		{"map-write", 8192, PROT_WRITE, MAP_PRIVATE, 0},
		{"map-read-write", 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE, 0},
		{"map-shared-write", 8192, PROT_READ | PROT_WRITE, MAP_SHARED, 0},
		{"map-exec", 8192, PROT_READ | PROT_EXEC, MAP_PRIVATE, 0},
		{"map-none", 8192, PROT_NONE, MAP_PRIVATE, 0},
		{"map-empty", 0, PROT_READ, MAP_PRIVATE, 0},
		{"map-page", 4096, PROT_READ, MAP_PRIVATE, 0},
		{"map-odd-size", 5000, PROT_READ, MAP_PRIVATE, 0},
		{"map-offset", 8192, PROT_READ, MAP_PRIVATE, 4096},
		{"map-8M", 8 << 20, PROT_READ, MAP_PRIVATE, 0},
	};
	struct worker *w = first(peer_bare());

	for (size_t i = 0; i < sizeof(maps) / sizeof(maps[0]); i++)
		probe(maps[i].name, "%s",
		      outcome(map_of(w, maps[i].size, maps[i].prot, maps[i].flags,
				     maps[i].offset) == -1
				      ? -1
				      : 0));
}

static long job_mprotect(struct worker *w, long prot, long b, long c, long d)
{
	return mprotect(w->peer->map, w->peer->map_size, (int)prot);
}

static void map_rules(void)
{
	struct peer *p = peer_new();
	struct worker *w = first(p);
	char *to = arena(16);

	probe("map-twice", "%s",
	      outcome(run(w, job_mmap, p->fd, 8192, PROT_READ | MAP_PRIVATE << 4, 0)));
	probe("mprotect-write", "%s",
	      outcome(run(w, job_mprotect, PROT_READ | PROT_WRITE, 0, 0, 0)));
	probe("mprotect-none", "%s", outcome(run(w, job_mprotect, PROT_NONE, 0, 0, 0)));
	probe("mprotect-read", "%s", outcome(run(w, job_mprotect, PROT_READ, 0, 0, 0)));
	probe("touch-unused", "signal %ld", run(w, job_peek, (long)to, (long)p->map, 1, 0));
	probe("touch-unused-end", "signal %ld",
	      run(w, job_peek, (long)to, (long)p->map + MAP_SIZE - 1, 1, 0));
	probe("store", "signal %ld", run(w, job_poke, (long)p->map, 0, 0, 0));
	run(w, job_munmap, (long)p->map, MAP_SIZE, 0, 0);
	probe("map-again", "%s",
	      outcome(run(w, job_mmap, p->fd, 8192, PROT_READ | MAP_PRIVATE << 4, 0)));
	probe("version-after-munmap", "%s", outcome(version(w, p->fd)));
}

/* A server that never mapped, one that unmapped, one with the smallest mapping: what senders see.
 */
static void map_and_transactions(void)
{
	struct peer *m = manager(), *c = peer_new();

	CALL(first(c), TEXT("before"));
	probe("mapped", "%s", hear(first(m)));
	probe("mapped-content", "%s", content(first(m)));
	free_last(first(m));
	run(first(m), job_munmap, (long)m->map, MAP_SIZE, 0, 0);
	probe("after-munmap", "%s", CALL(first(c), .flags = TF_ONE_WAY, TEXT("after")));
}

static void never_mapped(void)
{
	struct peer *c = peer_new();

	manage(peer_with(O_NONBLOCK, 0));
	probe("never-mapped", "%s", CALL(first(c), TEXT("x")));
	probe("never-mapped-oneway", "%s", CALL(first(c), .flags = TF_ONE_WAY, TEXT("x")));
}

static void unmapped_sender(void)
{
	struct peer *m = manager(), *c = peer_with(O_NONBLOCK, 0);

	probe("unmapped-sender", "%s", SEND(first(c), TEXT("x")));
	probe("unmapped-sender-heard", "%s", hear(first(m)));
	probe("unmapped-sender-reply", "%s", REPLY(first(m), TEXT("y")));
	probe("unmapped-sender-result", "%s", hear(first(c)));
}

static void cap(void)
{
	struct peer *c = peer_new();

	manage(peer_with(O_NONBLOCK, 8 << 20));
	probe("cap-more", "%s", CALL(first(c), .data = arena(5 << 20), .size = (4 << 20) + 8));
	probe("cap-all", "%s", SEND(first(c), .data = arena(16), .size = 4 << 20));
	probe("cap-heard", "%s", hear(first(c)));
}

const struct test open_tests[] = {
	{"modes", modes},
	{"file-calls", file_calls},
	{"maps", maps},
	{"map-rules", map_rules},
	{"map-and-transactions", map_and_transactions},
	{"never-mapped", never_mapped},
	{"unmapped-sender", unmapped_sender},
	{"cap", cap},
	{NULL, NULL},
};
