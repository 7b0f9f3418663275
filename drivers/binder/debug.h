/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef BINDER_DEBUG_H
#define BINDER_DEBUG_H

#include "binder.h"

void binder_debug_init(void);
void binder_debug_exit(void);

/** binder_debug_add - a file that shows all opens by @proc's process, until binder_debug_remove */
void binder_debug_add(struct binder_proc *proc);
void binder_debug_remove(struct binder_proc *proc);

#endif
