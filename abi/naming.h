/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What names and source text suggest. A suggestion is only ever written down by `freeze`, where a
 * human sees it; after that the lock file decides.
 */
#ifndef ABI_NAMING_H
#define ABI_NAMING_H

#include "abi/arena.h"
#include "abi/model.h"

#include <stdbool.h>

/** abi_name_reserved - does the member's name say that it is padding or reserved? */
bool abi_name_reserved(const char *name);

/** abi_name_mark - what a constant's name says it is for; @text: the names it is made of, or NULL */
enum abi_mark abi_name_mark(const char *name, const char *text);

/** abi_model_suggest - marks for sentinels, masks and versions; patterns of the model come first */
void abi_model_suggest(struct abi_model *m);

/** abi_normal_text - macro text with comments gone and one space between tokens, in the arena */
const char *abi_normal_text(struct arena *a, const char *s, size_t n);

/** abi_text_has_name - is there an identifier (not a number's suffix or a keyword) in @text? */
bool abi_text_has_name(const char *text);

/**
 * abi_next_name - the next identifier at or after @s
 * @ret_size: its length
 *
 * Return: where it begins, or NULL. Skips numbers, strings and character constants.
 */
const char *abi_next_name(const char *s, size_t *ret_size);

#endif
