/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#define _GNU_SOURCE
#include "vm/splat.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A report without an end mark is cut here. */
enum { MAX_LINES = 120 };

/* How reports begin, as the message's own first words. */
static const char *const beginnings[] = {
	"BUG: ",
	"WARNING: ",
	"Kernel panic - not syncing",
	"Oops: ",
	"general protection fault",
	"kernel BUG at ",
	"UBSAN: ",
	"INFO: task ",
	"INFO: rcu",
	"rcu: INFO: ",
	"watchdog: BUG: ",
	"INFO: trying to register non-static key",
	"DEBUG_LOCKS_WARN_ON",
	"list_add corruption",
	"list_del corruption",
	"refcount_t: ",
	"unreferenced object ",
	"Internal error: ",
	"ODEBUG: ",
	"Kernel mode fault at ",
	"Kernel stack is corrupted",
	"slab error",
	"stack segment: ",
	"divide error: ",
	"invalid opcode: ",
	"int3: ",
};

const char *splat_message(const char *line)
{
	const char *s = line;

	if (*s == '<' && isdigit((unsigned char)s[1]) && strchr(s, '>'))
		s = strchr(s, '>') + 1;
	if (*s == '[') {
		const char *t = s + 1 + strspn(s + 1, " 0123456789.");

		if (*t == ']' && t > s + 1)
			s = t[1] == ' ' ? t + 2 : t + 1;
	}
	/* CONFIG_PRINTK_CALLER: "[    T1]" */
	if (*s == '[' && s[1] == ' ' && strchr(s, ']') && s[strspn(s + 1, " ") + 1] == 'T')
		s = strchr(s, ']') + 2;
	return s;
}

static bool begins(const char *message)
{
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
		if (strncmp(message, beginnings[i], strlen(beginnings[i])) == 0)
			return true;
	return strstr(message, "allocations were not freed") != NULL;
}

/* " [<6003c78b>] ? dump_trace+0x0": an address that lay on the stack, not a call. */
static bool is_guess(const char *message)
{
	const char *s = message + strspn(message, " ");

	if (*s == '[')
		s += strcspn(s, " ");
	return strncmp(s + strspn(s, " "), "? ", 2) == 0;
}

void splat_feed(struct splat *s, const char *message)
{
	if (!s->out && begins(message)) {
		s->out = open_memstream(&s->text, &s->size);
		s->left = MAX_LINES;
	}
	if (!s->out || s->left <= 0 || is_guess(message))
		return;
	fprintf(s->out, "%s\n", message);
	s->left = strncmp(message, "---[ end ", 9) == 0 ? 0 : s->left - 1;
}

bool splat_seen(const struct splat *s)
{
	return s->out != NULL;
}

char *splat_take(struct splat *s)
{
	char *text;

	if (s->out)
		fclose(s->out);
	text = s->text;
	*s = (struct splat){.text = NULL};
	return text;
}
