/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef BINDER_PROC_H
#define BINDER_PROC_H

#include "binder.h"

/* Where objects end whose end sleeps: their last reference may go under binder_lock. */
extern struct workqueue_struct *__own binder_wq;

/** binder_proc_open - the calling process's open of @dev; -ENOMEM */
struct binder_proc *__own __errptr binder_proc_open(struct binder_device *dev, struct file *file);

/** binder_proc_close - the file is closed: take everything from @proc that it has */
void binder_proc_close(struct binder_proc *__own proc);

/** binder_proc_flush - all its threads go back to their program */
void binder_proc_flush(struct binder_proc *proc);

#endif
