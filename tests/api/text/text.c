/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A module that is told what to do in words, "NAME=NUMBER", with commas between, and keeps the numbers. */
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/string.h>

#include "text.h"

static DEFINE_MUTEX(text_lock);
static struct text_settings settings __guarded_by(&text_lock);

static int text_set_one(struct text_settings *to, char *word)
{
	char *name = strsep(&word, "=");

	if (!word || !name)
		return -EINVAL;
	if (strcmp(name, "level") == 0)
		return kstrtou8(word, 0, &to->level);
	if (strcmp(name, "port") == 0)
		return kstrtou16(word, 10, &to->port);
	if (strcmp(name, "size") == 0)
		return kstrtou32(word, 0, &to->size);
	if (strcmp(name, "limit") == 0)
		return kstrtos64(word, 0, &to->limit);
	if (strcmp(name, "on") == 0)
		return kstrtobool(word, &to->on);
	if (strscpy(to->other, name, sizeof(to->other)) < 0)
		return -E2BIG;
	return 0;
}

int text_set(const char *text)
{
	char buf[TEXT_MAX], *rest = buf, *word;
	struct text_settings next;

	if (strscpy(buf, text, sizeof(buf)) < 0)
		return -E2BIG;
	guard(mutex)(&text_lock);
	next = settings;
	while ((word = strsep(&rest, ","))) {
		int err = *word ? text_set_one(&next, word) : 0;

		if (err)
			return err;
	}
	settings = next;
	return 0;
}

int text_show(char *buf, size_t size)
{
	guard(mutex)(&text_lock);
	return scnprintf(buf, size, "%u %u %u %lld %d %s", settings.level, settings.port, settings.size,
			 settings.limit, settings.on, settings.other);
}

static int __init text_init(void)
{
	return 0;
}

static void __exit text_exit(void)
{
	mutex_destroy(&text_lock);
}

cleat_module(text, text_init, text_exit);
MODULE_DESCRIPTION("settings in words, for the tests of cleat/string.h");
