/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Android's service manager, from the client's side: it is handle 0, and knows objects by names. HIDL
 * names are "INTERFACE/INSTANCE".
 */
#ifndef BINDER_NAMES_H
#define BINDER_NAMES_H

#include "lib/binder/object.h"
#include "lib/binder/protocol.h"

#define NAMES_INTERFACE "android.os.IServiceManager"
#define NAMES_CALLBACK "android.os.IServiceCallback"
#define NAMES_HIDL_INTERFACE "android.hidl.manager@1.0::IServiceManager"
#define NAMES_HIDL_CALLBACK "android.hidl.manager@1.0::IServiceNotification"

/** struct names_codes - a dialect's transaction codes; those that it does not have are 0 */
struct names_codes {
	uint32_t get, get2, check, check2, add, list, watch, unwatch, declared;
};

/** names_codes - of @names; for HIDL: get, add, list, watch */
const struct names_codes *names_codes(enum binder_names names);

/**
 * names_get - the object that is known as @name
 * @ret_handle: acquired for the caller
 *
 * Return: 0, -ENOENT when there is none, or what binder_call() returned.
 */
int names_get(struct binder_thread *t, struct binder_dialect d, const char *name, uint32_t *ret_handle);

/** names_add - make @o known as @name (HIDL: the instance; its interfaces it says itself) */
int names_add(struct binder_thread *t, struct binder_dialect d, const char *name,
	      struct binder_object *o);

/** names_list - all names, NULL-terminated and malloc'ed, in *@ret */
int names_list(struct binder_thread *t, struct binder_dialect d, char ***ret);
void names_list_free(char **names);

/** names_ping - does the object answer? 0, or what binder_call() returned */
int names_ping(struct binder_thread *t, enum binder_header header, uint32_t handle);

#endif
