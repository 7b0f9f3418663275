/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The lock file: a model as text, one fact a line, sorted, so that two branches that each add
 * something merge without a conflict, and a reviewer reads the change of an ABI in the diff.
 * docs/abi.md describes the format.
 */
#ifndef ABI_LOCK_H
#define ABI_LOCK_H

#include "abi/model.h"

#include <stdio.h>

/** lock_write - write @m to @out */
void lock_write(const struct abi_model *m, FILE *out);

/** lock_entity - write one entity, as it stands in the file (for reports) */
void lock_entity(const struct abi_model *m, const struct abi_entity *e, FILE *out);

/**
 * lock_read - read a lock file
 * @recount: do not compare the facts with the counts that the file states
 *
 * Return: the model, or NULL after a message with the file's line. A file that holds more or fewer
 * facts than it says is refused: a bad merge must not pass as a smaller ABI.
 */
struct abi_model *lock_read(const char *path, bool recount);

/** lock_parse - the same from memory; @name stands in messages, @text is changed and kept */
struct abi_model *lock_parse(const char *name, char *text, size_t size, bool recount);

#endif
