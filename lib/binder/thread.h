/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Inside the library: the stream of commands, below calls and loops. */
#ifndef BINDER_THREAD_H
#define BINDER_THREAD_H

#include "lib/binder/object.h"

/** thread_put - add a command with its payload to what goes out next */
void thread_put(struct binder_thread *t, uint32_t command, const void *payload, size_t n);

/** thread_send - a transaction or reply with @p's content, which must stay until it is sent */
void thread_send(struct binder_thread *t, bool reply, struct binder_transaction_data *td,
		 struct parcel *p);

/**
 * thread_talk - one ioctl: send what is there; with @wait also wait for something to come
 *
 * Return: 0, -EINTR when a signal came first, or -errno.
 */
int thread_talk(struct binder_thread *t, bool wait);

/**
 * thread_next - the next command that came, waiting for one
 * @ret: the command; @payload: its payload, until the next call
 *
 * Return: 0, or -errno.
 */
int thread_next(struct binder_thread *t, uint32_t *ret, const void **payload);

/** thread_serve - handle a command that is not about a call we wait for; 0, or -errno */
int thread_serve(struct binder_thread *t, uint32_t command, const void *payload);

/** thread_reader - a reader of what @td brought */
struct parcel_reader thread_reader(struct binder *b, const struct binder_transaction_data *td);

#endif
