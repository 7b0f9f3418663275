/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "lib/binder/names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MANAGER = 0, MAX_NAMES = 4096, DUMP_ALL = 15, DUMP_DEFAULT = 8 };

const struct names_codes *names_codes(enum binder_names names)
{
	static const struct names_codes
		old = {.get = 1, .check = 2, .add = 3, .list = 4},
		aidl3 = {.get = 1, .check = 2, .add = 3, .list = 4, .watch = 5, .unwatch = 6, .declared = 7},
		aidl5 = {.get = 1, .get2 = 2, .check = 3, .add = 4, .list = 5, .watch = 6, .unwatch = 7,
			 .declared = 8},
		aidl6 = {.get = 1, .get2 = 2, .check = 3, .check2 = 4, .add = 5, .list = 6, .watch = 7,
			 .unwatch = 8, .declared = 9},
		hidl = {.get = 1, .add = 2, .list = 4, .watch = 6};

	switch (names) {
	case NAMES_AIDL3:
		return &aidl3;
	case NAMES_AIDL5:
		return &aidl5;
	case NAMES_AIDL6:
		return &aidl6;
	case NAMES_HIDL:
		return &hidl;
	default:
		return &old;
	}
}

static void begin(struct parcel *p, struct binder_dialect d)
{
	protocol_begin(p, d.header, d.names == NAMES_HIDL ? NAMES_HIDL_INTERFACE : NAMES_INTERFACE);
}

/* From AIDL3 on, and in HIDL, a reply begins with a status, 0 for fine. */
static bool has_status(struct binder_dialect d)
{
	return d.names >= NAMES_AIDL3;
}

static int ask(struct binder_thread *t, struct binder_dialect d, uint32_t code, struct parcel *p,
	       struct binder_reply *reply)
{
	int err = binder_call(t, MANAGER, code, p, reply);

	parcel_free(p);
	if (!err && has_status(d) && parcel_read_i32(&reply->data) != 0) {
		binder_reply_free(reply);
		err = -EREMOTEIO;
	}
	return err;
}

int names_get(struct binder_thread *t, struct binder_dialect d, const char *name, uint32_t *ret_handle)
{
	const struct names_codes *codes = names_codes(d.names);
	const char *slash = strchr(name, '/');
	struct binder_reply reply;
	struct parcel p = {0};
	int err;

	begin(&p, d);
	if (d.names == NAMES_HIDL) {
		char *interface = slash ? strndup(name, (size_t)(slash - name)) : strdup(name);

		parcel_hidl_string(&p, interface ? interface : "");
		parcel_hidl_string(&p, slash ? slash + 1 : "default");
		free(interface);
	} else {
		parcel_str16(&p, name);
	}
	err = ask(t, d, codes->check ? codes->check : codes->get, &p, &reply);
	if (err)
		/* The oldest dialect knows no other way to say no. */
		return !has_status(d) && err != -EPIPE && err != -EREMOTEIO ? -ENOENT : err;
	if (!parcel_read_handle(&reply.data, ret_handle))
		err = reply.data.broken ? -EBADMSG : -ENOENT;
	else
		binder_acquire(t, *ret_handle);
	binder_reply_free(&reply);
	return err;
}

int names_add(struct binder_thread *t, struct binder_dialect d, const char *name,
	      struct binder_object *o)
{
	struct binder_reply reply;
	struct parcel p = {0};
	int err;

	begin(&p, d);
	if (d.names == NAMES_HIDL) {
		parcel_hidl_string(&p, name);
		parcel_object(&p, o);
	} else {
		parcel_str16(&p, name);
		parcel_object(&p, o);
		if (protocol_has_stability(d.header))
			parcel_i32(&p, protocol_stability(d.header));
		parcel_i32(&p, 0);
		if (d.names >= NAMES_AIDL2)
			parcel_i32(&p, DUMP_DEFAULT);
	}
	err = ask(t, d, names_codes(d.names)->add, &p, &reply);
	if (err)
		return err;
	if (d.names == NAMES_HIDL && !parcel_read_i32(&reply.data))
		err = -EACCES;
	binder_reply_free(&reply);
	return err;
}

/* One name a call, until there is no more. */
static int list_one_by_one(struct binder_thread *t, struct binder_dialect d, char **names)
{
	for (int n = 0; n < MAX_NAMES; n++) {
		struct binder_reply reply;
		struct parcel p = {0};
		int err;

		begin(&p, d);
		parcel_i32(&p, n);
		if (d.names == NAMES_AIDL2)
			parcel_i32(&p, DUMP_ALL);
		err = ask(t, d, names_codes(d.names)->list, &p, &reply);
		if (err)
			return err == -EPIPE || err == -EREMOTEIO ? err : 0;
		names[n] = parcel_read_str16(&reply.data);
		binder_reply_free(&reply);
		if (!names[n])
			return 0;
	}
	return 0;
}

static int list_at_once(struct binder_thread *t, struct binder_dialect d, char **names)
{
	static const char *found[MAX_NAMES];
	struct binder_reply reply;
	struct parcel p = {0};
	int err, n;

	begin(&p, d);
	if (d.names != NAMES_HIDL)
		parcel_i32(&p, DUMP_ALL);
	err = ask(t, d, names_codes(d.names)->list, &p, &reply);
	if (err)
		return err;
	if (d.names == NAMES_HIDL) {
		n = (int)parcel_read_hidl_strings(&reply.data, found, MAX_NAMES);
		for (int i = 0; i < n; i++)
			names[i] = strdup(found[i]);
	} else {
		n = parcel_read_i32(&reply.data);
		for (int i = 0; i < n && i < MAX_NAMES && !reply.data.broken; i++)
			names[i] = parcel_read_str16(&reply.data);
	}
	err = reply.data.broken ? -EBADMSG : 0;
	binder_reply_free(&reply);
	return err;
}

int names_list(struct binder_thread *t, struct binder_dialect d, char ***ret)
{
	char **names = calloc(MAX_NAMES + 1, sizeof(*names));
	int err;

	if (!names)
		return -ENOMEM;
	err = has_status(d) ? list_at_once(t, d, names) : list_one_by_one(t, d, names);
	if (err)
		names_list_free(names);
	else
		*ret = names;
	return err;
}

void names_list_free(char **names)
{
	for (char **n = names; *n; n++)
		free(*n);
	free(names);
}

int names_ping(struct binder_thread *t, enum binder_header header, uint32_t handle)
{
	struct binder_reply reply;
	struct parcel p = {0};
	int err;

	if (header == HEADER_HIDL)
		protocol_begin(&p, header, HIDL_BASE);
	err = binder_call(t, handle, header == HEADER_HIDL ? CODE_HIDL_PING : CODE_PING, &p, &reply);
	if (!err)
		binder_reply_free(&reply);
	parcel_free(&p);
	return err;
}
