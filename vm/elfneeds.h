/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What a program needs to start: its interpreter and its shared libraries, found where the dynamic
 * linker would look, without running anything.
 */
#ifndef VM_ELFNEEDS_H
#define VM_ELFNEEDS_H

/**
 * elfneeds_each - call @fn with every file that @path needs directly
 * @path: a program or library; anything but a 64-bit ELF needs nothing, a script its interpreter
 * @fn: gets an absolute path; for a library that is not found, NULL and its name
 */
void elfneeds_each(const char *path, void (*fn)(void *arg, const char *file, const char *name),
		   void *arg);

#endif
