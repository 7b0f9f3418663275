/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A folder of symbolic links to a driver's sources, for a build that writes beside them.
 */
#ifndef VM_MIRROR_H
#define VM_MIRROR_H

/**
 * mirror_sources - make @to a mirror of @from: real folders, links to files; old links are dropped
 *
 * Hidden files and what a build by hand left in @from (objects, modules, Module.symvers) are not
 * taken. Return: 0, or -errno.
 */
int mirror_sources(const char *from, const char *to);

/** mirror_copy - copy the file @from to @to at once (temporary file, rename); 0, or -errno */
int mirror_copy(const char *from, const char *to);

#endif
