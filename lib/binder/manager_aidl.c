/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* android.os.IServiceManager: before AIDL3 one answer a call and a status for no; then exceptions. */
#include "lib/binder/manager.h"
#include "lib/binder/names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { ON_REGISTRATION = 1, EX_ILLEGAL_ARGUMENT = -3, NAME_MAX_UNITS = 127 };

static void put_entry(struct parcel *p, enum binder_header header, const struct manager_entry *e)
{
	if (e)
		parcel_handle(p, e->peer->handle);
	else
		parcel_object(p, NULL);
	if (protocol_has_stability(header))
		parcel_i32(p, e ? e->stability : 0);
}

static void put_exception(struct parcel *p, int32_t code, const char *why)
{
	parcel_i32(p, code);
	parcel_str16(p, why);
	parcel_i32(p, 0);
}

void manager_tell_aidl(struct binder_thread *t, struct manager_watch *w, struct manager_entry *e)
{
	struct parcel p = {0};

	protocol_begin(&p, w->header, NAMES_CALLBACK);
	parcel_str16(&p, e->name);
	put_entry(&p, w->header, e);
	/* One that does not listen any more is removed when its death is told. */
	binder_call_oneway(t, w->peer->handle, ON_REGISTRATION, &p);
	parcel_free(&p);
}

static int get(struct manager *m, struct binder_request *req, enum binder_header header,
	       struct parcel *reply)
{
	char *name = parcel_read_str16(&req->data);
	struct manager_entry *e = name ? manager_find(m, name) : NULL;

	free(name);
	if (header >= HEADER_AIDL3)
		parcel_i32(reply, 0);
	put_entry(reply, header, e);
	return 0;
}

static bool is_name(const char *name)
{
	return name && *name && strlen(name) <= NAME_MAX_UNITS;
}

static int add(struct manager *m, struct binder_request *req, enum binder_header header,
	       struct parcel *reply)
{
	char *name = parcel_read_str16(&req->data);
	uint32_t handle;
	bool good = parcel_read_handle(&req->data, &handle) && is_name(name);
	int32_t stability = protocol_has_stability(header) ? parcel_read_i32(&req->data) : 0;
	int err = 0;

	if (good) {
		err = manager_add(m, req->thread, name, handle, stability, false);
		if (!err && m->log)
			m->log("added", name, req->sender);
		parcel_i32(reply, 0);
	} else if (header >= HEADER_AIDL3) {
		put_exception(reply, EX_ILLEGAL_ARGUMENT, "no name or no object");
	} else {
		err = -EINVAL;
	}
	free(name);
	return err;
}

static int list(struct manager *m, struct binder_request *req, enum binder_header header,
		struct parcel *reply)
{
	struct manager_entry *e;
	int32_t n = 0, index = 0;

	if (header >= HEADER_AIDL3) {
		for (e = m->entries; e; e = e->next)
			n += !e->hidl;
		parcel_i32(reply, 0);
		parcel_i32(reply, n);
		for (e = m->entries; e; e = e->next)
			if (!e->hidl)
				parcel_str16(reply, e->name);
		return 0;
	}
	index = parcel_read_i32(&req->data);
	for (e = m->entries; e; e = e->next)
		if (!e->hidl && n++ == index)
			break;
	if (!e)
		return -EINVAL;
	parcel_str16(reply, e->name);
	return 0;
}

static int watch(struct manager *m, struct binder_request *req, enum binder_header header,
		 struct parcel *reply, bool begin)
{
	char *name = parcel_read_str16(&req->data);
	uint32_t handle;
	bool good = parcel_read_handle(&req->data, &handle) && is_name(name);
	int err = 0;

	if (good && begin)
		err = manager_watch_add(m, req->thread, name, handle, header);
	else if (good)
		good = manager_watch_remove(m, req->thread, name, handle);
	if (good)
		parcel_i32(reply, 0);
	else
		put_exception(reply, EX_ILLEGAL_ARGUMENT, "no such name or callback");
	free(name);
	return err;
}

int manager_call_aidl(struct manager *m, struct binder_request *req, enum binder_header header,
		      struct parcel *reply)
{
	bool numbered = header >= HEADER_AIDL3;
	const struct names_codes *c = names_codes(numbered ? m->numbers : NAMES_AIDL);
	uint32_t code = req->code;

	if (code == c->get || code == c->check)
		return get(m, req, header, reply);
	if (code == c->add)
		return add(m, req, header, reply);
	if (code == c->list)
		return list(m, req, header, reply);
	if (numbered && code == c->watch)
		return watch(m, req, header, reply, true);
	if (numbered && code == c->unwatch)
		return watch(m, req, header, reply, false);
	if (numbered && code == c->declared) {
		parcel_i32(reply, 0);
		parcel_i32(reply, 0);
		return 0;
	}
	return -EBADMSG;
}
