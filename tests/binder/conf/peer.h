/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Peers: processes that use the device, and do what the conductor (the process that runs the tests)
 * tells them, thread by thread. So a test of several processes is written from top to bottom.
 *
 * A job is a function of this program that a worker, a thread of a peer, runs. What goes to and fro
 * lies in the arena, memory that all of them share at one address: a pointer into it is good in
 * every peer, also as an ioctl's argument.
 */
#ifndef TESTS_BINDER_CONF_PEER_H
#define TESTS_BINDER_CONF_PEER_H

#include "abi.h"

#include <semaphore.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	MAX_PEERS = 64,
	MAX_WORKERS = 6,
	MAP_SIZE = 128 << 10, /* of a peer's mapping, unless it asks for another */
	PATIENCE_S = 20,      /* a job that takes longer hangs */
	POLL_MS = 8000,	      /* less: a poll for what does not come is no hang */
	READ_SIZE = 1024,
};

struct worker;
typedef long (*job_fn)(struct worker *w, long a, long b, long c, long d);

struct worker {
	sem_t work, done;
	job_fn fn;
	long arg[4], ret;
	int err;
	pid_t tid;
	struct peer *peer;
	/* Of the last write and read (wire.h). */
	unsigned char out[2048], in[READ_SIZE];
	size_t n_out, n_in;
	struct binder_write_read bwr; /* of a read that sleeps */
	/* The last transaction or reply that came, and where its data lies in the peer. */
	uint64_t data, offsets, size, offsets_size, secctx;
};

struct peer {
	pid_t pid;	    /* 0: has ended */
	int fd;		    /* -1: not open */
	unsigned char *map; /* its mapping of the device, or NULL */
	size_t map_size;
	int n_workers;
	struct worker workers[MAX_WORKERS];
};

/* What the command line gave. */
extern const char *device, *logs;

/* Before all: the arena. */
void peers_setup(void);
/* @size zeroed bytes of the arena, aligned to 16, until the test ends. */
void *arena(size_t size);
/* What is taken of it now; give back all that was taken since. No job that uses it may be running. */
size_t arena_mark(void);
void arena_reset(size_t mark);

/* A process with nothing open. Its worker 0 is its first thread. */
struct peer *peer_bare(void);
/*
 * With the device open for reading, writing and O_NONBLOCK, and MAP_SIZE bytes of it mapped; with
 * these flags and so many bytes. Its first thread has made one ioctl, for the first one's read
 * never sleeps.
 */
struct peer *peer_new(void);
struct peer *peer_with(int flags, size_t map);
/* A child of the worker's process, with its descriptors; a device's mapping is not inherited. */
struct peer *peer_fork(struct worker *w);
/* One more thread of the peer. */
struct worker *peer_worker(struct peer *p);
/* Its first thread. */
struct worker *first(struct peer *p);

/*
 * Run a job and wait for it. Return: what the function returned; errno is the worker's. When it
 * takes longer than PATIENCE_S, the test ends as "hangs".
 */
long run(struct worker *w, job_fn fn, long a, long b, long c, long d);
/* The same in two halves, for jobs that sleep. */
void start(struct worker *w, job_fn fn, long a, long b, long c, long d);
long finish(struct worker *w);
/* Wait until the worker's job sleeps in an ioctl: true; or has ended: false. */
bool sleeps(struct worker *w);
/* The same, seen to sleep so many times in a row. */
bool sleeps_for(struct worker *w, int looks);

/* End it: by SIGKILL; by exit(2). The process is gone when they return; what the driver does then
 * may not. */
void peer_kill(struct peer *p);
void peer_exit(struct peer *p);
void peers_end(void);
/* "peer 2" for a living one's process id, "nobody" for 0. */
const char *peer_name(pid_t pid);

/* ---- jobs ---- */
long job_open(struct worker *w, long path, long flags, long c, long d);
/* Open and map as the peer's own. */
long job_own(struct worker *w, long flags, long map, long c, long d);
long job_close(struct worker *w, long fd, long b, long c, long d);
long job_ioctl(struct worker *w, long fd, long cmd, long arg, long d);
long job_mmap(struct worker *w, long fd, long size, long prot_and_flags, long offset);
long job_munmap(struct worker *w, long at, long size, long c, long d);
/* Copy from the peer's memory into the arena; write one byte: 0, or the signal that it raised. */
long job_peek(struct worker *w, long to, long from, long size, long d);
long job_poke(struct worker *w, long at, long b, long c, long d);
long job_poll(struct worker *w, long fd, long timeout_ms, long c, long d);
/* A pipe with @text in it: the end to read from. What is in one: copied to the arena. */
long job_pipe(struct worker *w, long text, long b, long c, long d);
long job_read(struct worker *w, long fd, long to, long size, long d);
long job_is_open(struct worker *w, long fd, long b, long c, long d);
long job_nice(struct worker *w, long nice, long b, long c, long d);
long job_seteuid(struct worker *w, long uid, long b, long c, long d);

#endif
