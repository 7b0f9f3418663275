/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * .module-common.o: since Linux 6.14 each build of a module outside the kernel's tree compiles the same
 * file of the kernel's again, which takes as long as a small driver. What one build has compiled is kept
 * with the kernel and laid into the folders of further ones, with the command that made it: where that
 * is not the command of the build at hand, make compiles it as ever.
 */
#ifndef VM_COMMON_H
#define VM_COMMON_H

/** common_lay - give the build folder @build what is kept in @kernel, unless it has its own */
void common_lay(const char *kernel, const char *build);
/** common_keep - keep in @kernel what was compiled in @build, if it is other than what is kept */
void common_keep(const char *kernel, const char *build);

#endif
