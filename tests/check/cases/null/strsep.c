/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* strsep() gives NULL when there is no text left, and only then. */
#include <cleat/string.h>

char g1(char *text);
/* good: there is a text */
char g1(char *text)
{
	char *rest = text, *word = strsep(&rest, " ");

	return *word;
}

char g2(char *text);
/* good: each one is looked at */
char g2(char *text)
{
	char *rest = text, *word, last = 0;

	while ((word = strsep(&rest, " ")))
		last = *word;
	return last;
}

char b1(char *text);
/* bad: there may be one word only */
char b1(char *text)
{
	char *rest = text, *word = strsep(&rest, " ");

	word = strsep(&rest, " ");
	return *word;
}

/*
 * check:
 *	32: CL201: 'word' may be NULL, and is dereferenced without a test
 */
