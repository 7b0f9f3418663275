/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Strings in arrays that nobody has written yet. */
#include <cleat/printk.h>
#include <cleat/slab.h>
#include <cleat/string.h>
#include <cleat/types.h>

enum { ROOM = 16 };

/* bad: nothing is there */
size_t bad_unwritten(void);
size_t bad_unwritten(void)
{
	char buf[ROOM];

	return strlen(buf);
}

/* bad: through the pointer that is moved on */
int bad_split(void);
int bad_split(void)
{
	char buf[ROOM], *rest = buf;
	int n = 0;

	while (strsep(&rest, ","))
		n++;
	return n;
}

/* good: a string was copied there first */
int good_split(const char *text);
int good_split(const char *text)
{
	char buf[ROOM], *rest = buf;
	int n = 0;

	if (strscpy(buf, text, sizeof(buf)) < 0)
		return -1;
	while (strsep(&rest, ","))
		n++;
	return n;
}

static int words(const char *text)
{
	return strcmp(text, "on") == 0 ? 1 : 2;
}

/* bad: a helper reads it */
int bad_helper(void);
int bad_helper(void)
{
	char buf[ROOM];

	return words(buf);
}

/* good: written by hand, with its NUL */
int good_by_hand(bool on);
int good_by_hand(bool on)
{
	char buf[3];

	buf[0] = 'o';
	buf[1] = on ? 'n' : 'f';
	buf[2] = '\0';
	return words(buf);
}

/* bad: without one */
int bad_by_hand(void);
int bad_by_hand(void)
{
	char buf[2];

	buf[0] = 'o';
	buf[1] = 'n';
	return words(buf);
}

/* bad: memory that is not zeroed */
int bad_memory(void);
int bad_memory(void)
{
	char *text __free(kfree) = kmalloc(ROOM, GFP_KERNEL);

	return text ? words(text) : -1;
}

/* good: that is */
int good_memory(void);
int good_memory(void)
{
	char *text __free(kfree) = kzalloc(ROOM, GFP_KERNEL);

	return text ? words(text) : -1;
}

/* good: printed there */
int good_printed(int i);
int good_printed(int i)
{
	char name[ROOM];

	scnprintf(name, sizeof(name), "unit%d", i);
	return words(name);
}

/* good: zeros to begin with */
int good_zeros(void);
int good_zeros(void)
{
	char buf[ROOM] = {0};

	buf[0] = 'x';
	return words(buf);
}

/* bad: what is printed is read */
void bad_printed(void);
void bad_printed(void)
{
	char name[ROOM];

	pr_info("%s\n", name);
}

/*
 * check:
 *	16: CL501: 'buf' is read as a string by 'strlen', and no NUL was written to it
 *	26: CL501: '&rest' is read as a string by 'strsep', and no NUL was written to it
 *	56: CL501: 'buf' is read as a string by 'words', and no NUL was written to it
 *	79: CL501: 'buf' is read as a string by 'words', and no NUL was written to it
 *	88: CL501: 'text' is read as a string by 'words', and no NUL was written to it
 *	126: CL501: 'name' is read as a string by 'printk', and no NUL was written to it
 */
