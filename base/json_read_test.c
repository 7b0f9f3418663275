/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What is JSON is read as it was meant, and what is none is refused at the right place. */
#include "base/json_read.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CHECK(cond)                                                                                \
	do {                                                                                       \
		if (!(cond)) {                                                                     \
			fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #cond);                 \
			exit(1);                                                                   \
		}                                                                                  \
	} while (0)

static void refuse(const char *text, size_t at)
{
	size_t have;
	struct json_value *v = json_read(text, &have);

	if (v || have != at) {
		fprintf(stderr, "'%s': %s at %zu, not refused at %zu\n", text, v ? "read" : "refused", have, at);
		exit(1);
	}
}

int main(void)
{
	struct json_value *v = json_read(" [ {\"a\" : \"x\\\"\\\\\\n\\u00e4\\ud83d\\ude00\" , \"b\":[]}, -1.5e3 ,true,null, {} ]\n", NULL);
	char deep[200];

	CHECK(v && v->kind == JSON_ARRAY && v->first->kind == JSON_OBJECT);
	CHECK(strcmp(json_member_text(v->first, "a"), "x\"\\\n\xc3\xa4\xf0\x9f\x98\x80") == 0);
	CHECK(json_member(v->first, "b")->kind == JSON_ARRAY && !json_member(v->first, "b")->first);
	CHECK(!json_member(v->first, "c") && !json_member_text(v->first, "b"));
	CHECK(v->first->next->kind == JSON_NUMBER && strcmp(v->first->next->text, "-1.5e3") == 0);
	CHECK(v->first->next->next->kind == JSON_BOOL);
	CHECK(v->first->next->next->next->kind == JSON_NULL);
	CHECK(!v->first->next->next->next->next->next);
	json_value_free(v);
	refuse("", 0);
	refuse("[1,]", 3);
	refuse("[1 2]", 3);
	refuse("{\"a\" 1}", 5);
	refuse("{a:1}", 1);
	refuse("\"abc", 4);
	refuse("\"a\nb\"", 2);
	refuse("\"\\u0000\"", 7);
	refuse("\"\\ud800x\"", 7);
	refuse("\"\\q\"", 3);
	refuse("[1] x", 4);
	refuse("nul", 3);
	refuse("+1", 2);
	memset(deep, '[', 100);
	memset(deep + 100, ']', 100);
	deep[199] = '\0';
	CHECK(!json_read(deep, NULL));
	return 0;
}
