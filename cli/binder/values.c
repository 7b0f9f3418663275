/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Values on a command line, as Android's "service call" has them: a type, then a value. */
#include "base/diag.h"
#include "cli/binder/binder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool put_fd(struct parcel *p, const char *path)
{
	int fd = open(path, O_RDWR | O_CLOEXEC);

	if (fd < 0)
		fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		diag_error("name a file", "fd %s: %s", path, strerror(errno));
		return false;
	}
	/* It stays open until the process ends: the parcel names it when it is sent. */
	parcel_fd(p, fd);
	return true;
}

static bool put_one(struct parcel *p, const char *type, const char *value)
{
	char *end = "";

	errno = 0;
	if (strcmp(type, "i32") == 0)
		parcel_i32(p, (int32_t)strtoll(value, &end, 0));
	else if (strcmp(type, "i64") == 0)
		parcel_i64(p, strtoll(value, &end, 0));
	else if (strcmp(type, "f") == 0)
		parcel_float(p, strtof(value, &end));
	else if (strcmp(type, "d") == 0)
		parcel_double(p, strtod(value, &end));
	else if (strcmp(type, "s16") == 0)
		parcel_str16(p, value);
	else if (strcmp(type, "cstr") == 0)
		parcel_cstring(p, value);
	else if (strcmp(type, "hstr") == 0)
		parcel_hidl_string(p, value);
	else if (strcmp(type, "fd") == 0)
		return put_fd(p, value);
	else if (strcmp(type, "nfd") == 0)
		parcel_fd(p, (int)strtol(value, &end, 0));
	else
		return diag_error("i32, i64, f, d, s16, cstr, hstr, fd, nfd or null",
				  "%s: no such type", type), false;
	if (*end || errno)
		return diag_error(NULL, "%s %s: that is no number", type, value), false;
	return true;
}

bool values_put(struct parcel *p, char *const *words, int n)
{
	for (int i = 0; i < n; i++) {
		if (strcmp(words[i], "null") == 0) {
			parcel_object(p, NULL);
		} else if (i + 1 == n) {
			diag_error("TYPE VALUE pairs", "%s: no value follows it", words[i]);
			return false;
		} else if (!put_one(p, words[i], words[i + 1])) {
			return false;
		} else {
			i++;
		}
	}
	return true;
}

static void print_one(struct parcel_reader *r, const char *type, FILE *out)
{
	const char *text = NULL;
	char *copy = NULL;
	uint32_t handle;

	if (strcmp(type, "i32") == 0)
		fprintf(out, "%d\n", parcel_read_i32(r));
	else if (strcmp(type, "i64") == 0)
		fprintf(out, "%lld\n", (long long)parcel_read_i64(r));
	else if (strcmp(type, "f") == 0)
		fprintf(out, "%g\n", (double)parcel_read_float(r));
	else if (strcmp(type, "d") == 0)
		fprintf(out, "%g\n", parcel_read_double(r));
	else if (strcmp(type, "s16") == 0)
		text = copy = parcel_read_str16(r);
	else if (strcmp(type, "cstr") == 0)
		text = parcel_read_cstring(r);
	else if (strcmp(type, "hstr") == 0)
		text = parcel_read_hidl_string(r);
	else if (strcmp(type, "fd") == 0)
		fprintf(out, "fd %d\n", parcel_read_fd(r));
	else if (strcmp(type, "object") == 0 && parcel_read_handle(r, &handle))
		fprintf(out, "handle %u\n", handle);
	else if (strcmp(type, "object") != 0)
		r->broken = true;
	if (text)
		fprintf(out, "%s\n", text);
	free(copy);
}

bool values_print(struct parcel_reader *r, const char *types, FILE *out)
{
	char *list = strdup(types), *save = NULL;

	for (char *t = strtok_r(list, ", ", &save); t; t = strtok_r(NULL, ", ", &save)) {
		print_one(r, t, out);
		if (r->broken) {
			diag_error("--reply takes i32, i64, f, d, s16, cstr, hstr, fd, object",
				   "the reply has no %s there", t);
			free(list);
			return false;
		}
	}
	free(list);
	return true;
}
