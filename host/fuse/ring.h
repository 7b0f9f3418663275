/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The serving side of host/ring.h: another way into the same open files as FUSE. ring.c knows who has
 * memory with us and on which files, and when a process ends; ring_serve.c has the threads, one for
 * each slot in use, whose calls are in the table of the file's session like FUSE's own. A client's
 * memory is for all sessions of this process.
 *
 * Locking: ring_lock for the lists, files[], servers[] and dead; it is taken inside no other lock, and
 * calls_lock inside it.
 */
#ifndef CLEAT_HOST_FUSE_RING_H
#define CLEAT_HOST_FUSE_RING_H

#include "host/fuse/session.h"
#include "host/ring.h"

struct ring_server;

/**
 * struct ring_client - a process that shares memory with us
 * @pid, @pidfd: it; @shared: the memory; @n_hints: of its hints; @files: what it may name, by index
 * @servers: by slot; @users: servers, and 1 for the list; the last one frees
 * @dead: it ended or began anew: its servers end
 */
struct ring_client {
	pid_t pid;
	int pidfd;
	u32 n_hints;
	struct ring_shared *shared;
	struct fuse_open *files[RING_FILES];
	struct ring_server *servers[RING_SLOTS];
	unsigned int users;
	bool dead;
	struct ring_client *next;
};

extern struct quiet_lock ring_lock;

/**
 * struct ring_ahead - the images of a call (ring_memory.c)
 * @client, @slot, @cmd, @in_len: whose they are; @list: images, as they were read once; those that
 *	went out of use have @len 0
 */
struct ring_ahead {
	struct ring_client *client;
	struct ring_slot *slot;
	u32 cmd, in_len;
	unsigned int n;
	struct ring_image list[RING_IMAGES];
};

/** ring_ahead_take - the images that came with a call, whose argument is at @arg and of @len bytes */
void ring_ahead_take(struct ring_ahead *a, u64 arg, size_t len);
/** ring_ahead_give - tell the client what was written to them */
void ring_ahead_give(struct ring_ahead *a);

/**
 * ring_memory - the caller's memory, for calls whose transport's first member is their struct fuse_request
 * and whose images ring_ahead_of() finds
 */
extern const struct host_memory ring_memory;
struct ring_ahead *ring_ahead_of(struct host_call *call);

/**
 * struct ring_place - how the thread that serves a slot has followed its client so far (ring_place.c)
 * @amiss: calls in a row that came from where they should not; @since: calls since it has moved
 * @wait: so many it stays where it is
 */
struct ring_place {
	u32 amiss, since, wait;
};

/**
 * ring_place_follow - before a client's call: go to its processor, if they were apart for a while;
 * with --poll away from it, if they were together
 * @cpu: the client's, as it says, from 1; 0: unknown
 * @slept: the call before this one slept in the driver
 */
void ring_place_follow(struct ring_place *p, u32 cpu, bool slept);

/** ring_client_put - one user less */
void ring_client_put(struct ring_client *c);

/**
 * ring_server_bind - the thread that @req comes from uses slot @slot of @c; lock held
 * @ret_server: id of the thread that serves it
 *
 * Return: 0, or -errno.
 */
int ring_server_bind(struct ring_client *c, u32 slot, const struct fuse_request *req, u32 *ret_server);

/** ring_server_interrupt - a signal for the call in @slot; -EAGAIN: there is none; lock held */
int ring_server_interrupt(struct ring_client *c, u32 slot);

/** ring_server_end - @c is dead: its calls are interrupted, its servers end; lock held */
void ring_server_end(struct ring_client *c);

/** ring_server_gone - lock held: interrupt calls on @o whose thread is not there any more */
void ring_server_gone(struct ring_client *c, struct fuse_open *o);

#endif
