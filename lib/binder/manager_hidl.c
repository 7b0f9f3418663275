/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * android.hidl.manager@1.0::IServiceManager. An object is added under its instance only: which
 * interfaces it has it is asked itself, by a call back while its own call waits.
 */
#include "lib/binder/manager.h"
#include "lib/binder/names.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
	TRANSPORT = 3,
	LIST_BY_INTERFACE = 5,
	ON_REGISTRATION = 1,
	TRANSPORT_EMPTY = 0,
	TRANSPORT_BINDER = 1,
	MAX_INTERFACES = 16,
	MAX_LISTED = 1024,
};

static char *full_name(const char *interface, const char *instance)
{
	char *name;

	if (!interface || !instance || asprintf(&name, "%s/%s", interface, instance) < 0)
		return NULL;
	return name;
}

void manager_tell_hidl(struct binder_thread *t, struct manager_watch *w, struct manager_entry *e,
		       bool was_there)
{
	const char *slash = strchr(e->name, '/');
	char *interface = strndup(e->name, (size_t)(slash - e->name));
	struct parcel p = {0};

	protocol_begin(&p, HEADER_HIDL, NAMES_HIDL_CALLBACK);
	parcel_hidl_string(&p, interface ? interface : "");
	parcel_hidl_string(&p, slash + 1);
	parcel_i32(&p, was_there);
	/* One that does not listen any more is removed when its death is told. */
	binder_call_oneway(t, w->peer->handle, ON_REGISTRATION, &p);
	parcel_free(&p);
	free(interface);
}

static char *read_name(struct binder_request *req)
{
	const char *interface = parcel_read_hidl_string(&req->data);
	const char *instance = parcel_read_hidl_string(&req->data);

	return full_name(interface, instance);
}

static int get(struct manager *m, struct binder_request *req, struct parcel *reply)
{
	char *name = read_name(req);
	struct manager_entry *e = name ? manager_find(m, name) : NULL;

	free(name);
	parcel_i32(reply, 0);
	if (e)
		parcel_handle(reply, e->peer->handle);
	else
		parcel_object(reply, NULL);
	return 0;
}

/* Each interface of the chain is a name of the object, but for the base that all have. */
static int add_chain(struct manager *m, struct binder_request *req, struct binder_reply *chain,
		     const char *instance, uint32_t handle)
{
	const char *interfaces[MAX_INTERFACES];
	size_t n;
	int err = 0;

	parcel_read_i32(&chain->data);
	n = parcel_read_hidl_strings(&chain->data, interfaces, MAX_INTERFACES);
	if (chain->data.broken || n == 0)
		return -EBADMSG;
	for (size_t i = 0; i < n && !err; i++) {
		char *name = full_name(interfaces[i], instance);

		if (strcmp(interfaces[i], HIDL_BASE) != 0 || n == 1) {
			err = name ? manager_add(m, req->thread, name, handle, 0, true) : -ENOMEM;
			if (!err && m->log)
				m->log("added", name, req->sender);
		}
		free(name);
	}
	return err;
}

static int add(struct manager *m, struct binder_request *req, struct parcel *reply)
{
	const char *instance = parcel_read_hidl_string(&req->data);
	struct parcel p = {0};
	struct binder_reply chain;
	uint32_t handle;
	int err;

	if (!instance || !parcel_read_handle(&req->data, &handle)) {
		parcel_i32(reply, 0);
		parcel_i32(reply, false);
		return 0;
	}
	protocol_begin(&p, HEADER_HIDL, HIDL_BASE);
	err = binder_call(req->thread, handle, CODE_HIDL_CHAIN, &p, &chain);
	parcel_free(&p);
	if (!err) {
		err = add_chain(m, req, &chain, instance, handle);
		binder_reply_free(&chain);
	}
	parcel_i32(reply, 0);
	parcel_i32(reply, err == 0);
	return 0;
}

static int transport(struct manager *m, struct binder_request *req, struct parcel *reply)
{
	char *name = read_name(req);

	parcel_i32(reply, 0);
	parcel_i32(reply, name && manager_find(m, name) ? TRANSPORT_BINDER : TRANSPORT_EMPTY);
	free(name);
	return 0;
}

/* All names, or the instances of one interface. */
static int list(struct manager *m, const char *interface, struct parcel *reply)
{
	static const char *names[MAX_LISTED];
	size_t n = 0, len = interface ? strlen(interface) : 0;

	for (struct manager_entry *e = m->entries; e && n < MAX_LISTED; e = e->next) {
		if (!e->hidl)
			continue;
		if (!interface)
			names[n++] = e->name;
		else if (strncmp(e->name, interface, len) == 0 && e->name[len] == '/')
			names[n++] = e->name + len + 1;
	}
	parcel_i32(reply, 0);
	parcel_hidl_strings(reply, names, n);
	return 0;
}

static int watch(struct manager *m, struct binder_request *req, struct parcel *reply)
{
	char *name = read_name(req);
	uint32_t handle;
	bool good = name && parcel_read_handle(&req->data, &handle);
	int err = good ? manager_watch_add(m, req->thread, name, handle, HEADER_HIDL) : 0;

	parcel_i32(reply, 0);
	parcel_i32(reply, good);
	free(name);
	return err;
}

int manager_call_hidl(struct manager *m, struct binder_request *req, struct parcel *reply)
{
	const struct names_codes *c = names_codes(NAMES_HIDL);

	if (req->code == c->get)
		return get(m, req, reply);
	if (req->code == c->add)
		return add(m, req, reply);
	if (req->code == c->list)
		return list(m, NULL, reply);
	if (req->code == c->watch)
		return watch(m, req, reply);
	if (req->code == TRANSPORT)
		return transport(m, req, reply);
	if (req->code == LIST_BY_INTERFACE) {
		const char *interface = parcel_read_hidl_string(&req->data);

		return list(m, interface ? interface : "", reply);
	}
	return -EBADMSG;
}
