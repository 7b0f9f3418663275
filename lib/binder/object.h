/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A Binder client: one open device with its receive buffer, the threads that talk through it, the
 * objects that this process offers and the handles that it holds. It speaks the kernel's own
 * protocol (linux/android/binder.h) and nothing else: no daemon, no library.
 *
 * Threads: each thread that talks has a struct binder_thread of its own, as the driver has. Commands
 * collect in it and go out with the next call or wait, so that a reply, the free of its request and
 * the wait for the next one are one ioctl.
 */
#ifndef BINDER_OBJECT_H
#define BINDER_OBJECT_H

#include "lib/binder/parcel.h"

#include <pthread.h>
#include <sys/types.h>

/**
 * struct binder - one open device
 * @fd, @map, @map_size: the device and the buffer that the driver fills
 * @stop: set by binder_stop(): loops end
 * @spawn: what to do when the driver asks for another thread; NULL when there shall be none
 */
struct binder {
	int fd;
	unsigned char *map;
	size_t map_size;
	int stop;
	void (*spawn)(struct binder *b);
};

/**
 * binder_open - open the device @path with a receive buffer of @map_size bytes
 *
 * Return: 0, or -errno; -EPROTO when it does not speak version 8 of the protocol.
 */
int binder_open(struct binder *b, const char *path, size_t map_size) __attribute__((warn_unused_result));
void binder_close(struct binder *b);

/** binder_max_threads - how many threads the driver may ask for beside those that came by themselves */
int binder_max_threads(struct binder *b, uint32_t n);

/**
 * struct binder_thread - one thread's part; set up by binder_thread_init()
 * @out, @in: commands to send, and those that came; @broken: there was no memory for one
 * @unconfirmed: replies that the driver has not answered yet; its answers come in order
 * @kept: the last reply's content, until it has gone out
 */
struct binder_thread {
	struct binder *binder;
	unsigned char *out;
	size_t out_size, out_room;
	unsigned char in[1024];
	size_t in_at, in_size;
	unsigned int unconfirmed;
	struct parcel kept;
	bool broken;
};

void binder_thread_init(struct binder_thread *t, struct binder *b);
/** binder_thread_end - send what is left, tell the driver that the thread is gone */
void binder_thread_end(struct binder_thread *t);

/**
 * struct binder_request - a call that came
 * @thread: on which it is served: calls made through it while serving are nested in it
 * @oneway: nobody waits for a reply
 */
struct binder_request {
	struct binder_thread *thread;
	uint32_t code;
	bool oneway;
	pid_t sender;
	uid_t uid;
	struct parcel_reader data;
};

/**
 * struct binder_object - what this process offers; embed it, its address is its identity
 * @call: serve @req and write @reply; a negative return is sent as the status instead
 * @unused: the last reference elsewhere is gone; may be NULL
 * @strong, @weak: references that others have; the driver's business
 */
struct binder_object {
	int (*call)(struct binder_object *self, struct binder_request *req, struct parcel *reply);
	void (*unused)(struct binder_object *self);
	int strong, weak;
};

/** binder_become_manager - @o is what handle 0 means for everybody; 0, or -errno (-EBUSY: taken) */
int binder_become_manager(struct binder *b, struct binder_object *o);

/** struct binder_reply - what came back; its buffer is the driver's until binder_reply_free() */
struct binder_reply {
	struct binder_thread *thread;
	struct parcel_reader data;
	uintptr_t buffer;
};

/**
 * binder_call - call @handle and wait for the reply, serving nested calls meanwhile
 * @data: what to send; stays the caller's
 *
 * Return: 0 with *@reply; or the status that the callee gave (negative), -EPIPE when it is dead,
 * -EREMOTEIO when the driver refused the call, -EAGAIN when the callee is frozen, -ENOMEM when @data
 * is broken.
 */
int binder_call(struct binder_thread *t, uint32_t handle, uint32_t code, struct parcel *data,
		struct binder_reply *reply) __attribute__((warn_unused_result));
void binder_reply_free(struct binder_reply *reply);

/** binder_call_oneway - the same without a reply; returns when the driver has taken it */
int binder_call_oneway(struct binder_thread *t, uint32_t handle, uint32_t code, struct parcel *data);

/**
 * binder_loop - serve calls until binder_stop()
 * @invited: the driver asked for this thread (spawn), it did not come by itself
 *
 * Return: 0 when stopped, or -errno.
 */
int binder_loop(struct binder_thread *t, bool invited);

/** binder_stop - end all loops: those that wait return after the next signal or call */
void binder_stop(struct binder *b);

/** binder_flush - send what has collected, without waiting for anything */
int binder_flush(struct binder_thread *t);

/* A handle from a parcel is only lent: acquire it to keep it when the parcel goes. */
void binder_acquire(struct binder_thread *t, uint32_t handle);
void binder_release(struct binder_thread *t, uint32_t handle);

/**
 * struct binder_death - who wants to know of a death; must stay until @dead or @cleared came
 * @dead: the owner of the handle died
 * @cleared: binder_unwatch() is through; may be NULL
 */
struct binder_death {
	void (*dead)(struct binder_death *d, struct binder_thread *t);
	void (*cleared)(struct binder_death *d, struct binder_thread *t);
};

/* The handle must be held (binder_acquire), also until the unwatch is through. */
void binder_watch(struct binder_thread *t, uint32_t handle, struct binder_death *d);
void binder_unwatch(struct binder_thread *t, uint32_t handle, struct binder_death *d);

#endif
