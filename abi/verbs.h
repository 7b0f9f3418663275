/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The verbs of `cleat abi` and what they have in common: options, and loading a model from
 * whatever the user named.
 */
#ifndef ABI_VERBS_H
#define ABI_VERBS_H

#include "abi/extract.h"
#include "abi/model.h"

#include <stdio.h>

/** struct abi_verb - one row of the table in cmd_abi.c */
struct abi_verb {
	const char *name, *args, *what;
	int (*run)(int argc, char **argv);
};

enum { OPTIONS_MAX_PATHS = 64 };

/** struct abi_options - what the verbs' flags say; each verb accepts those that it uses */
struct abi_options {
	const char *paths[OPTIONS_MAX_PATHS];
	int n_paths;
	const struct abi_profile *profiles[ABI_MAX_PROFILES];
	unsigned int n_profiles;
	const char *includes[OPTIONS_MAX_PATHS], *defines[OPTIONS_MAX_PATHS];
	int n_includes, n_defines;
	const char *skip, *output, *policy, *accept, *sarif, *html, *in, *only, *base;
	bool json, system, recount, quiet, verbose, c, rust;
	const char *usage;
};

/**
 * options_parse - read a verb's arguments
 * @usage: the text of --help
 *
 * Return: -1 to go on, otherwise the exit state.
 */
int options_parse(struct abi_options *o, int argc, char **argv, const char *usage);

/**
 * model_load - the model of what the user named: a lock file, or headers that are extracted now
 * @like: take profiles and flags from this model (that it will be compared with), or NULL
 * @arg: the input
 *
 * Return: the model, or NULL after a message.
 */
struct abi_model *model_load(const struct abi_options *o, const char *arg,
			     const struct abi_model *like);

/** model_load_frozen - the same, but a folder's lock file comes before its headers */
struct abi_model *model_load_frozen(const struct abi_options *o, const char *path);

/** model_add_policy - add the patterns of a policy file to @m; false after a message */
bool model_add_policy(struct abi_model *m, const char *path);

int abi_freeze(int argc, char **argv);
int abi_check(int argc, char **argv);
int abi_diff(int argc, char **argv);
int abi_asserts(int argc, char **argv);
int abi_show(int argc, char **argv);
int abi_lint(int argc, char **argv);
int abi_verify(int argc, char **argv);
int abi_probe(int argc, char **argv);

#endif
