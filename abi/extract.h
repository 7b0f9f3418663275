/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * From headers to facts. Everything that knows libclang is behind this header: extract.c (headers
 * into translation units), extract_decl.c (structs and enums), extract_macro.c (macro values,
 * ioctl numbers and their argument types).
 */
#ifndef ABI_EXTRACT_H
#define ABI_EXTRACT_H

#include "abi/model.h"
#include "abi/source.h"

/**
 * struct abi_extract - how headers are read
 * @includes: more folders for #include, NULL-terminated, or NULL
 * @defines: more -D and -U flags, NULL-terminated, or NULL
 * @system: the system's own headers may be included
 */
struct abi_extract {
	const char *const *includes, *const *defines;
	bool system;
};

/**
 * abi_extract - add the facts of @src in all profiles of @m
 *
 * A header that does not parse cleanly gives no fact at all.
 *
 * Return: EXIT_FINE, or EXIT_UNABLE after messages that say which header has which error.
 */
int abi_extract(struct abi_model *m, const struct abi_source *src, const struct abi_extract *how);

#endif
