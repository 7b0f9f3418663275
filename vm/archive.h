/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Debian's archive as a source of files: one suite at a time, by apt itself, but with its own
 * folders in the cache, so that nothing is installed and the system's package state is not touched.
 * apt verifies the suite's signature (gpgv, debian-archive-keyring), every file's SHA256, resumes
 * what was cut short, and goes through the mirror and the proxy that the machine is set up for.
 */
#ifndef VM_ARCHIVE_H
#define VM_ARCHIVE_H

#include <stdbool.h>
#include <stddef.h>

/**
 * struct archive - one suite; set up by archive_open, released by archive_close
 * @suite: "bookworm"
 * @dir: its folder in the cache: apt's configuration, indices and downloads
 * @index: all stanzas of its Packages files after archive_update, NUL-terminated
 * @lock: holds off other processes on the same suite until archive_close
 */
struct archive {
	const char *suite;
	char *dir;
	char *index;
	int lock;
};

/**
 * struct package - one package of the index
 * @name, @version, @depends: malloc'ed; depends is "" when there are none
 * @size: bytes to download
 */
struct package {
	char *name, *version, *depends;
	unsigned long long size;
};

/**
 * archive_open - prepare @a for @suite, waiting for another process that uses it
 *
 * Return: 0, or EXIT_UNABLE after a message. archive_close is due in both cases.
 */
int archive_open(struct archive *a, const char *suite);
void archive_close(struct archive *a);

/** archive_update - fetch and verify the suite's indices; 0, or EXIT_UNABLE after a message */
int archive_update(struct archive *a);

/**
 * archive_newest - the newest package whose name and version begin and end as asked
 * @prefix, @suffix: of the name, with a digit after the prefix: "linux-image-", "-amd64"
 * @version: what its version begins with, at a component's end ("6.1" takes 6.1.192-2, not 6.12);
 *	NULL takes any
 * @older: its version is older than this one; NULL takes any
 * @ret: released by package_free
 *
 * Return: true when there is one.
 */
bool archive_newest(const struct archive *a, const char *prefix, const char *suffix,
		    const char *version, const char *older, struct package *ret);

/** version_compare - the order of two Debian versions: below, at or above 0 */
int version_compare(const char *a, const char *b);

/** archive_find - the newest version of the package @name; true when there is one */
bool archive_find(const struct archive *a, const char *name, struct package *ret);
void package_free(struct package *p);

/** archive_versions - what archive_newest could return, as "6.12.107-1, 6.12.94-1" (malloc'ed) */
char *archive_versions(const struct archive *a, const char *prefix, const char *suffix);

/**
 * archive_closure - the packages that @wanted needs to run, as apt resolves it on an empty system
 * @wanted: NULL-terminated names
 *
 * Return: NULL-terminated names (names and array malloc'ed), or NULL after a message.
 */
char **archive_closure(const struct archive *a, const char *const *wanted);

/**
 * archive_unpack - download @names and unpack them into @dest
 * @names: NULL-terminated; "name" or "name=version"
 * @dest: a folder that exists; full disk or no network leave it to the caller to remove
 *
 * Return: 0, or EXIT_UNABLE after a message. Cut short, the downloads so far are kept for the next
 * try, except when the disk is full.
 */
int archive_unpack(const struct archive *a, const char *const *names, const char *dest);

/** names_free - release a NULL-terminated array of malloc'ed names; NULL is fine */
void names_free(char **names);

#endif
