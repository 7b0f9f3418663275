/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Facts as compile-time assertions, so that the compiler itself is the gate: in C beside the
 * header, in Rust beside #[repr(C)] twins.
 */
#ifndef ABI_ASSERTS_H
#define ABI_ASSERTS_H

#include "abi/model.h"

#include <stdio.h>

/**
 * asserts_c - one _Static_assert for each fact
 * @skip: header globs to leave out, or NULL; @only: header globs to take, NULL: all
 *
 * Return: how many were written, of the profile that has most.
 */
unsigned long asserts_c(const struct abi_model *m, const char *skip, const char *only, FILE *out);

/**
 * asserts_rust - const assertions for the items that @source (Rust text) defines; NULL: for all
 */
unsigned long asserts_rust(const struct abi_model *m, const char *source, FILE *out);

/** asserts_path - "parts.lo" of member @i, with "[0]" where a group is an array; NULL: has no name
 */
const char *asserts_path(struct arena *a, const struct abi_layout *l, size_t i);

#endif
