/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The first and only root file system of a machine: busybox, our init, modules, and the programs
 * of this system that were asked for, with their libraries. It lives in memory (memfd): nothing is
 * left behind.
 */
#ifndef VM_INITRAMFS_H
#define VM_INITRAMFS_H

#include "vm/cpio.h"

#include <stdbool.h>

/** struct initramfs - one under way; set up by initramfs_begin */
struct initramfs {
	struct cpio cpio;
	FILE *file;
};

/** initramfs_begin - busybox and our init; 0, or EXIT_UNABLE after a message */
int initramfs_begin(struct initramfs *fs);

/** initramfs_copy - the file @from as @to ("usr/lib/…"); 0, or EXIT_UNABLE after a message */
int initramfs_copy(struct initramfs *fs, const char *from, const char *to);

/** initramfs_text - a file that holds @text */
void initramfs_text(struct initramfs *fs, const char *to, const char *text);

/**
 * initramfs_program - a program of this system with all it needs
 * @name: looked up in PATH; with a '/': a file, which gets the same path
 *
 * Return: true; false when this system has none and busybox has to do (no message).
 */
bool initramfs_program(struct initramfs *fs, const char *name);

/** initramfs_applet - does busybox, as it is packed, have the applet @name? */
bool initramfs_applet(const char *name);

/**
 * initramfs_end - finish it
 * @ret_path: how a child opens it, as /proc/self/fd/N (malloc'ed)
 *
 * Return: 0, or EXIT_UNABLE after a message. initramfs_free is due in both cases.
 */
int initramfs_end(struct initramfs *fs, char **ret_path);
void initramfs_free(struct initramfs *fs);

#endif
