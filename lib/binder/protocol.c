/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "lib/binder/protocol.h"

#include <stdlib.h>
#include <string.h>

enum {
	STRICT_MODE_GATHER = 0x40 << 16,
	NO_WORK_SOURCE = -1,
	STABILITY_SYSTEM = 0x0c,
	STABILITY_VERSION = 1, /* AIDL4's first byte; its last is the level */
	HEADER_SYSTEM = BINDER_CODE('S', 'Y', 'S', 'T'),
	HEADER_VENDOR = BINDER_CODE('V', 'N', 'D', 'R'),
};

bool binder_dialect_named(const char *name, struct binder_dialect *ret)
{
	static const struct {
		const char *name;
		struct binder_dialect dialect;
	} known[] = {
		{"aidl", {HEADER_AIDL, NAMES_AIDL}},   {"aidl2", {HEADER_AIDL2, NAMES_AIDL2}},
		{"aidl3", {HEADER_AIDL3, NAMES_AIDL3}}, {"aidl4", {HEADER_AIDL4, NAMES_AIDL3}},
		{"aidl5", {HEADER_AIDL3, NAMES_AIDL5}}, {"aidl6", {HEADER_AIDL3, NAMES_AIDL6}},
		{"hidl", {HEADER_HIDL, NAMES_HIDL}},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(known[i].name, name) == 0) {
			*ret = known[i].dialect;
			return true;
		}
	}
	return false;
}

struct binder_dialect binder_dialect_of_api(int level)
{
	struct binder_dialect d = {HEADER_AIDL, NAMES_AIDL};

	if (level >= 30)
		d.header = level == 31 || level == 32 ? HEADER_AIDL4 : HEADER_AIDL3;
	else if (level >= 29)
		d.header = HEADER_AIDL2;
	if (level >= 36)
		d.names = NAMES_AIDL6;
	else if (level >= 35)
		d.names = NAMES_AIDL5;
	else if (level >= 30)
		d.names = NAMES_AIDL3;
	else if (level >= 28)
		d.names = NAMES_AIDL2;
	return d;
}

struct binder_dialect binder_dialect_of_device(const char *path)
{
	const char *base = strrchr(path, '/');
	bool hidl = strcmp(base ? base + 1 : path, "hwbinder") == 0;

	return hidl ? (struct binder_dialect){HEADER_HIDL, NAMES_HIDL}
		    : (struct binder_dialect){HEADER_AIDL3, NAMES_AIDL3};
}

void protocol_begin(struct parcel *p, enum binder_header header, const char *interface)
{
	if (header == HEADER_HIDL) {
		parcel_cstring(p, interface);
		return;
	}
	parcel_i32(p, STRICT_MODE_GATHER);
	if (header >= HEADER_AIDL2)
		parcel_i32(p, NO_WORK_SOURCE);
	if (header >= HEADER_AIDL3)
		parcel_i32(p, HEADER_SYSTEM);
	parcel_str16(p, interface);
}

static char *try_hidl(struct parcel_reader *r)
{
	const char *s = parcel_read_cstring(r);

	/* "android.hidl.manager@1.0::IServiceManager": nothing else begins with text that has an @. */
	return s && strstr(s, "::") ? strdup(s) : NULL;
}

static char *try_aidl(struct parcel_reader *r, enum binder_header header)
{
	int32_t mark;

	parcel_read_i32(r);
	if (header >= HEADER_AIDL2)
		parcel_read_i32(r);
	if (header >= HEADER_AIDL3) {
		mark = parcel_read_i32(r);
		if (mark != HEADER_SYSTEM && mark != HEADER_VENDOR)
			return NULL;
	}
	return parcel_read_str16(r);
}

char *protocol_guess(struct parcel_reader *r, enum binder_header *ret)
{
	/* The longest first: a length read from the words of another form does not fit. */
	static const enum binder_header order[] = {HEADER_AIDL3, HEADER_AIDL2, HEADER_AIDL,
						   HEADER_HIDL};
	char *interface;

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		struct parcel_reader at = *r;

		interface = order[i] == HEADER_HIDL ? try_hidl(&at) : try_aidl(&at, order[i]);
		if (interface && *interface) {
			*ret = order[i];
			*r = at;
			return interface;
		}
		free(interface);
	}
	return NULL;
}

bool protocol_has_stability(enum binder_header header)
{
	return header == HEADER_AIDL3 || header == HEADER_AIDL4;
}

int32_t protocol_stability(enum binder_header header)
{
	if (header == HEADER_AIDL4)
		return STABILITY_SYSTEM << 24 | STABILITY_VERSION;
	return header == HEADER_AIDL3 ? STABILITY_SYSTEM : 0;
}
