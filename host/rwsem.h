/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A reader-writer semaphore is a pthread read-write lock (so that ThreadSanitizer sees a reader
 * that writes) behind a pthread mutex, the gate. Who comes holds the gate while it waits, a writer
 * as long as it writes: so a waiting writer stops new readers, and a writer becomes a reader
 * without another writer between.
 */
#ifndef CLEAT_HOST_RWSEM_H
#define CLEAT_HOST_RWSEM_H

#include "printk.h"

struct __lock_type(sleeping) rw_semaphore {
	unsigned long gate[5];
	unsigned long pthread[7];
	int writer; /* the thread that holds it to write */
	int writers; /* those that do or wait to */
	int readers;
};

#define __RWSEM_INITIALIZER(name) {.writer = 0}
#define DECLARE_RWSEM(name) struct rw_semaphore name = __RWSEM_INITIALIZER(name)

#endif
