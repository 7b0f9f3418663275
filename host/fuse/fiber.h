/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Calls into the driver on stacks of their own, so that one that sleeps holds no thread: its thread goes
 * back to what it did, and whoever wakes it up runs it on when its own call has ended or sleeps. A call
 * that answers another party's so needs no switch between threads for it.
 *
 * A strand runs on wherever it was woken. It keeps its thread (struct host_strand, @pinned) when the thread's
 * identity matters, and while it sleeps with a time limit. Where there is no switch for the machine,
 * each call keeps its thread.
 *
 * A thread that wakes strands and then is busy for long, or waits for something in the kernel, keeps them
 * up: another one looks every few milliseconds and takes them over.
 */
#ifndef CLEAT_HOST_FUSE_FIBER_H
#define CLEAT_HOST_FUSE_FIBER_H

#include "host/strand.h"

/**
 * fiber_run - @func(@arg) until it returns or sleeps, and then all that it has woken
 *
 * Context: on a thread's own stack.
 */
void fiber_run(void (*func)(void *arg), void *arg);

/** fiber_possible - is there a switch for this machine? */
bool fiber_possible(void);

/**
 * fiber_duty - what the calling thread waits for when it runs nothing
 * @look: is it there, and from now on @func's (a fiber's function) to do? NULL: no duty any more
 *
 * While the thread is kept up in a call, another one looks every few milliseconds.
 */
void fiber_duty(bool (*look)(void *arg), void (*func)(void *arg), void *arg);

/** fiber_run_woken - those that this thread has woken; before it waits for anything else */
void fiber_run_woken(void);

#endif
