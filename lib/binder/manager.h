/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A service manager: the object behind handle 0, which knows others by name. It speaks every dialect
 * of protocol.h to whoever speaks it: the header of a call says how to answer, only the numbers of
 * AIDL5 and AIDL6 must be chosen. A name goes when its owner dies. It has no policy: who may open
 * the device may take any name.
 *
 * Files: manager.c (names, owners, watchers), manager_aidl.c, manager_hidl.c (calls).
 */
#ifndef BINDER_MANAGER_H
#define BINDER_MANAGER_H

#include "lib/binder/object.h"
#include "lib/binder/protocol.h"

/**
 * struct manager_peer - an object of somebody's, held and watched once however often it is used
 * @uses: entries and watches; at 0 it is let go, and freed when the driver has confirmed (@leaving)
 */
struct manager_peer {
	struct binder_death death;
	struct manager *manager;
	uint32_t handle;
	unsigned int uses;
	bool leaving;
	struct manager_peer *next;
};

/** struct manager_entry - a name; HIDL's is "INTERFACE/INSTANCE"; @stability: the word that came with it */
struct manager_entry {
	char *name;
	struct manager_peer *peer;
	int32_t stability;
	bool hidl;
	struct manager_entry *next;
};

/** struct manager_watch - who wants to know of a name; HIDL: "INTERFACE/" is any instance */
struct manager_watch {
	char *name;
	struct manager_peer *peer;
	enum binder_header header;
	struct manager_watch *next;
};

/**
 * struct manager - all of it; one thread serves it
 * @numbers: AIDL3, AIDL5 or AIDL6: what codes mean in calls whose header is AIDL3's
 * @log: told what happens, in words; may be NULL
 */
struct manager {
	struct binder_object object;
	enum binder_names numbers;
	void (*log)(const char *what, const char *name, pid_t who);
	struct manager_entry *entries;
	struct manager_watch *watches;
	struct manager_peer *peers;
};

/** manager_init - an empty one */
void manager_init(struct manager *m, enum binder_names numbers);

struct manager_entry *manager_find(struct manager *m, const char *name);

/**
 * manager_add - @handle is now known as @name; the one that was is let go; watchers are told
 *
 * Return: 0, or -ENOMEM.
 */
int manager_add(struct manager *m, struct binder_thread *t, const char *name, uint32_t handle,
		int32_t stability, bool hidl);

/** manager_watch_add - tell @handle of @name, at once when it is there; 0, or -ENOMEM */
int manager_watch_add(struct manager *m, struct binder_thread *t, const char *name, uint32_t handle,
		      enum binder_header header);
bool manager_watch_remove(struct manager *m, struct binder_thread *t, const char *name,
			  uint32_t handle);

/* How an entry is told to a watch, and how calls are served. */
void manager_tell_aidl(struct binder_thread *t, struct manager_watch *w, struct manager_entry *e);
void manager_tell_hidl(struct binder_thread *t, struct manager_watch *w, struct manager_entry *e,
		       bool was_there);
int manager_call_aidl(struct manager *m, struct binder_request *req, enum binder_header header,
		      struct parcel *reply);
int manager_call_hidl(struct manager *m, struct binder_request *req, struct parcel *reply);

#endif
