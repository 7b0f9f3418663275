/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A streaming JSON writer: the caller says what comes next, the writer keeps commas, indentation
 * and escapes right. Nothing is held in memory, so a report of any size can be written.
 */
#ifndef BASE_JSON_H
#define BASE_JSON_H

#include <stdbool.h>
#include <stdio.h>

enum { JSON_MAX_DEPTH = 32 };

/** struct json - one document under way; set up by json_init, ended by json_end_document */
struct json {
	FILE *out;
	int depth;
	bool has_item[JSON_MAX_DEPTH];
	bool after_key;
};

/** json_init - begin a document on @out (borrowed, not closed) */
void json_init(struct json *j, FILE *out);

void json_object_begin(struct json *j);
void json_object_end(struct json *j);
void json_array_begin(struct json *j);
void json_array_end(struct json *j);

/** json_key - the name of the member whose value is written next */
void json_key(struct json *j, const char *key);

/** json_string - a string value; NULL becomes null, bytes that are not UTF-8 become U+FFFD */
void json_string(struct json *j, const char *s);
void json_int(struct json *j, long long v);
void json_uint(struct json *j, unsigned long long v);
void json_double(struct json *j, double v);
void json_bool(struct json *j, bool v);
void json_null(struct json *j);

/* A member in one call: key and value. */
void json_kv_string(struct json *j, const char *key, const char *s);
void json_kv_int(struct json *j, const char *key, long long v);
void json_kv_bool(struct json *j, const char *key, bool v);

/** json_end_document - final newline; asserts that all that was begun was ended */
void json_end_document(struct json *j);

#endif
