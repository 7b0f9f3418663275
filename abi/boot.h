/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The boot protocol of x86 (Documentation/arch/x86/boot.rst): what boot loaders were built with.
 */
#ifndef ABI_BOOT_H
#define ABI_BOOT_H

#include <stdbool.h>
#include <stddef.h>

/** boot_is_image - is this a bzImage ("HdrS" at 0x202)? */
bool boot_is_image(const unsigned char *data, size_t size);

/**
 * boot_payload - the vmlinux that is packed into a bzImage (malloc'ed), or NULL after a message
 *
 * Context: runs zstd, xz, gzip, lz4 or bzip2, whichever the image was packed with.
 */
char *boot_payload(const char *path, const unsigned char *data, size_t size, size_t *ret_size);

/**
 * boot_verify - check the header and the entry points of @path
 * @older: an older image that it must not fall behind, or NULL
 * @json: print JSON
 *
 * Return: enum exit_state.
 */
int boot_verify(const char *path, const char *older, bool json);

#endif
