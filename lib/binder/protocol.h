/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What Android's releases changed above the driver: the header of a call (the interface token), the
 * word behind an object, and the service manager's numbers. The driver knows nothing of it.
 */
#ifndef BINDER_PROTOCOL_H
#define BINDER_PROTOCOL_H

#include "lib/binder/parcel.h"

/*
 * enum binder_header - how a call begins
 * AIDL: policy, interface (until Android 9); AIDL2: policy, work source, interface (10); AIDL3: policy,
 * work source, "SYST", interface, and objects have a stability word (11 and later; in AIDL4, 12's,
 * the word also says a version); HIDL: the interface as a C string.
 */
enum binder_header { HEADER_AIDL, HEADER_AIDL2, HEADER_AIDL3, HEADER_AIDL4, HEADER_HIDL };

/*
 * enum binder_names - the service manager's dialect
 * AIDL: one name a call, as before Android 9; AIDL2: with dump flags (9, 10); AIDL3: a status first, all
 * names at once (11 to 14); AIDL5 and AIDL6: other numbers (15, 16); HIDL: hwservicemanager's.
 */
enum binder_names { NAMES_AIDL, NAMES_AIDL2, NAMES_AIDL3, NAMES_AIDL5, NAMES_AIDL6, NAMES_HIDL };

/** struct binder_dialect - both together */
struct binder_dialect {
	enum binder_header header;
	enum binder_names names;
};

/** binder_dialect_named - "aidl", "aidl2" … "aidl6", "hidl": what libgbinder calls them; false: none */
bool binder_dialect_named(const char *name, struct binder_dialect *ret);

/** binder_dialect_of_api - that of an Android API level: 27, 28, … */
struct binder_dialect binder_dialect_of_api(int level);

/** binder_dialect_of_device - hwbinder speaks HIDL, the others the newest AIDL that is not renumbered */
struct binder_dialect binder_dialect_of_device(const char *path);

#define BINDER_CODE(a, b, c, d) \
	((uint32_t)(a) << 24 | (uint32_t)(b) << 16 | (uint32_t)(c) << 8 | (uint32_t)(d))

/* What every object answers. */
enum {
	CODE_PING = BINDER_CODE('_', 'P', 'N', 'G'),
	CODE_INTERFACE = BINDER_CODE('_', 'N', 'T', 'F'),
	CODE_DUMP = BINDER_CODE('_', 'D', 'M', 'P'),
	CODE_HIDL_PING = BINDER_CODE(15, 'P', 'N', 'G'),
	CODE_HIDL_CHAIN = BINDER_CODE(15, 'C', 'H', 'N'),
	CODE_HIDL_DESCRIPTOR = BINDER_CODE(15, 'D', 'S', 'C'),
};

#define HIDL_BASE "android.hidl.base@1.0::IBase"

/** protocol_begin - the header of a call to @interface */
void protocol_begin(struct parcel *p, enum binder_header header, const char *interface);

/**
 * protocol_guess - the header of a call that came, whichever it is
 * @ret: which one
 *
 * Return: the interface, malloc'ed, with @r after it; NULL when there is no header.
 */
char *protocol_guess(struct parcel_reader *r, enum binder_header *ret);

/** protocol_has_stability - does a word follow each object? */
bool protocol_has_stability(enum binder_header header);

/** protocol_stability - that word for an object of the system: 0 where there is none */
int32_t protocol_stability(enum binder_header header);

#endif
