/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A JSON document that others wrote, as a tree (RFC 8259). */
#ifndef BASE_JSON_READ_H
#define BASE_JSON_READ_H

#include <stddef.h>

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_ARRAY, JSON_OBJECT };

/**
 * struct json_value - one value
 * @key: its name in an object, or NULL
 * @text: of a string, its content in UTF-8; of a number, true or false, as it was written
 * @first: of an array or object, the first value in it; @next: the value after this one
 */
struct json_value {
	enum json_kind kind;
	char *key, *text;
	struct json_value *first, *next;
};

/**
 * json_read - the value that @text is
 * @ret_at: where it stops to be JSON, in bytes; or NULL
 *
 * Return: the value, ended by json_value_free(); NULL when @text is no JSON. A string with a NUL in
 * it, and more than 64 values within each other, are refused.
 */
struct json_value *json_read(const char *text, size_t *ret_at);
struct json_value *json_value_free(struct json_value *v);

/** json_member - the value @key of the object @v, or NULL */
const struct json_value *json_member(const struct json_value *v, const char *key);
/** json_member_text - the string @key of the object @v, or NULL */
const char *json_member_text(const struct json_value *v, const char *key);

#endif
