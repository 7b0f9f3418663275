/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A writer of "newc" cpio archives, the format the kernel unpacks as its first root file system.
 * Errors stick: cpio_end tells of the first one. Folders on the way to a file are added by it.
 */
#ifndef VM_CPIO_H
#define VM_CPIO_H

#include <stddef.h>
#include <stdio.h>
#include <sys/types.h>

/** struct cpio - an archive under way; names are kept so that nothing is written twice */
struct cpio {
	FILE *out;
	char **names;
	size_t n_names, room;
	unsigned int ino;
	int err;
};

/** cpio_begin - start an archive on @out (borrowed) */
void cpio_begin(struct cpio *c, FILE *out);

/** cpio_file - a regular file; the first one of a name stays, later ones are dropped */
void cpio_file(struct cpio *c, const char *name, mode_t mode, const void *data, size_t size);
void cpio_dir(struct cpio *c, const char *name);
void cpio_link(struct cpio *c, const char *name, const char *target);
/** cpio_node - a character device */
void cpio_node(struct cpio *c, const char *name, unsigned int major, unsigned int minor);

/** cpio_end - the trailer; 0, or -errno of the first failure */
int cpio_end(struct cpio *c);

#endif
