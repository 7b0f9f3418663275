/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Parcels, headers and text without a driver: what is written is read, what is broken is refused. */
#include "lib/binder/chunk.h"
#include "lib/binder/names.h"
#include "lib/binder/utf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int failures;

#define CHECK(x) \
	((x) ? (void)0 : (void)(failures++, printf("%s:%d: not so: %s\n", __FILE__, __LINE__, #x)))

/* A parcel as its receiver has it: buffers where they are, as the driver would have set them. */
static struct parcel_reader reader(const struct parcel *p)
{
	return (struct parcel_reader){.data = p->data,
				      .size = p->size,
				      .offsets = p->offsets,
				      .n_offsets = p->n_offsets,
				      .end = UINTPTR_MAX};
}

static void test_text(void)
{
	static const char *const good[] = {"", "a", "h\xc3\xa4", "\xe2\x82\xac", "\xf0\x9f\x98\x80!"};
	static const char *const bad[] = {"\x80", "\xc3", "\xc0\x80", "\xed\xa0\x80", "\xf5\x80\x80\x80",
					  "\xe2\x82", "\xff"};
	static const uint16_t half[] = {'a', 0xd83d, 'b'};
	char *back;
	size_t n;

	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		uint16_t *wide = utf16_from_utf8(good[i], &n);

		back = wide ? utf8_from_utf16(wide, n) : NULL;
		CHECK(back && strcmp(back, good[i]) == 0);
		free(wide);
		free(back);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		CHECK(utf16_from_utf8(bad[i], &n) == NULL);
	back = utf8_from_utf16(half, 3);
	CHECK(strcmp(back, "a\xef\xbf\xbd" "b") == 0);
	free(back);
}

static void test_words(void)
{
	struct parcel p = {0};
	struct parcel_reader r;
	char *s;

	parcel_i32(&p, -7);
	parcel_i64(&p, 1ll << 40);
	parcel_double(&p, 2.5);
	parcel_str16(&p, "four");
	parcel_str16(&p, NULL);
	parcel_cstring(&p, "abc");
	CHECK(p.size % 4 == 0 && !p.broken);
	r = reader(&p);
	CHECK(parcel_read_i32(&r) == -7 && parcel_read_i64(&r) == 1ll << 40);
	CHECK(parcel_read_double(&r) == 2.5);
	s = parcel_read_str16(&r);
	CHECK(s && strcmp(s, "four") == 0);
	free(s);
	CHECK(!parcel_read_str16(&r) && !r.broken);
	CHECK(strcmp(parcel_read_cstring(&r), "abc") == 0);
	CHECK(parcel_left(&r) == 0 && !r.broken);
	CHECK(parcel_read_i32(&r) == 0 && r.broken);
	parcel_free(&p);
	parcel_str16(&p, "\xff");
	CHECK(p.broken);
	parcel_free(&p);
}

/* Lengths that lie about what follows. */
static void test_lies(void)
{
	static const int32_t lengths[] = {INT32_MAX, INT32_MIN, -2, 2, 0x40000000};

	for (size_t i = 0; i < sizeof(lengths) / sizeof(lengths[0]); i++) {
		struct parcel p = {0};
		struct parcel_reader r;

		parcel_i32(&p, lengths[i]);
		parcel_i32(&p, 0);
		r = reader(&p);
		CHECK(!parcel_read_str16(&r) && r.broken);
		parcel_free(&p);
	}
}

static void test_objects(void)
{
	struct parcel p = {0};
	struct parcel_reader r;
	uint32_t handle;

	parcel_handle(&p, 9);
	parcel_object(&p, NULL);
	parcel_fd(&p, 4);
	r = reader(&p);
	CHECK(parcel_read_handle(&r, &handle) && handle == 9);
	CHECK(!parcel_read_handle(&r, &handle) && !r.broken);
	CHECK(parcel_read_fd(&r) == 4 && !r.broken);
	/* A handle that the driver does not know of is a number that somebody wrote. */
	r = reader(&p);
	r.n_offsets = 0;
	CHECK(!parcel_read_handle(&r, &handle) && r.broken);
	parcel_free(&p);
}

static void test_hidl(void)
{
	static const char *const three[] = {"one", "", "three"};
	struct parcel p = {0};
	struct parcel_reader r;
	const char *got[3];

	parcel_hidl_string(&p, "text");
	parcel_hidl_strings(&p, three, 3);
	parcel_hidl_strings(&p, NULL, 0);
	r = reader(&p);
	CHECK(strcmp(parcel_read_hidl_string(&r), "text") == 0);
	CHECK(parcel_read_hidl_strings(&r, got, 3) == 3 && strcmp(got[2], "three") == 0);
	CHECK(parcel_read_hidl_strings(&r, got, 3) == 0 && !r.broken);
	/* A buffer that is not where the driver's are. */
	r = reader(&p);
	r.end = r.base;
	CHECK(!parcel_read_hidl_string(&r) && r.broken);
	parcel_free(&p);
}

static void test_headers(void)
{
	static const enum binder_header all[] = {HEADER_AIDL, HEADER_AIDL2, HEADER_AIDL3, HEADER_HIDL};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		const char *name = all[i] == HEADER_HIDL ? NAMES_HIDL_INTERFACE : NAMES_INTERFACE;
		struct parcel p = {0};
		struct parcel_reader r;
		enum binder_header header = 99;
		char *interface;

		protocol_begin(&p, all[i], name);
		parcel_i32(&p, 42);
		r = reader(&p);
		interface = protocol_guess(&r, &header);
		CHECK(interface && strcmp(interface, name) == 0 && header == all[i]);
		CHECK(parcel_read_i32(&r) == 42);
		free(interface);
		parcel_free(&p);
	}
}

static void test_dialects(void)
{
	struct binder_dialect d;

	CHECK(binder_dialect_named("aidl4", &d) && d.header == HEADER_AIDL4 && d.names == NAMES_AIDL3);
	CHECK(!binder_dialect_named("aidl7", &d));
	d = binder_dialect_of_api(31);
	CHECK(d.header == HEADER_AIDL4 && protocol_stability(d.header) == 0x0c000001);
	d = binder_dialect_of_api(28);
	CHECK(d.header == HEADER_AIDL && d.names == NAMES_AIDL2);
	d = binder_dialect_of_device("/dev/binderfs/hwbinder");
	CHECK(d.names == NAMES_HIDL);
	CHECK(names_codes(NAMES_AIDL6)->add == 5 && names_codes(NAMES_AIDL5)->add == 4);
}

int main(void)
{
	test_text();
	test_words();
	test_lies();
	test_objects();
	test_hidl();
	test_headers();
	test_dialects();
	return failures != 0;
}
