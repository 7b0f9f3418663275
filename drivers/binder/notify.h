/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a process asked to be told of the other end of a handle: that its process died, that it is
 * frozen or thawed. Each is told once, and again only after the program has answered.
 */
#ifndef BINDER_NOTIFY_H
#define BINDER_NOTIFY_H

#include "binder.h"

/** binder_death_request - tell @thread's process when the node behind @handle dies; bad ones are ignored */
void binder_death_request(struct binder_thread *thread, u32 handle, binder_uintptr_t cookie);
void binder_death_clear(struct binder_thread *thread, u32 handle, binder_uintptr_t cookie);
/** binder_death_answered - the program has dealt with BR_DEAD_BINDER of @cookie */
void binder_death_answered(struct binder_thread *thread, binder_uintptr_t cookie);
/** binder_death_of_node - the node behind @ref has died */
void binder_death_of_node(struct binder_ref *ref) __must_hold(&binder_lock);

/* 0; -EINVAL: no such handle, asked for already, not asked for, or with another cookie; -ENOMEM. */
int binder_freeze_request(struct binder_thread *thread, u32 handle,
				       binder_uintptr_t cookie);
int binder_freeze_clear(struct binder_thread *thread, u32 handle,
				     binder_uintptr_t cookie);
int binder_freeze_answered(struct binder_thread *thread, binder_uintptr_t cookie);

/** binder_notify_cancel - @ref goes: what is queued for it goes too */
void binder_notify_cancel(struct binder_ref *ref) __must_hold(&binder_lock);

/* BINDER_FREEZE and BINDER_GET_FROZEN_INFO, of all opens by process @info->pid. */
long binder_freeze_process(const struct binder_freeze_info *info);
long binder_frozen_status(struct binder_frozen_status_info *info);

#endif
