/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The table of subcommands. A subcommand is one function in the folder of its tool; the table in
 * main.c is the only place that knows them all.
 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

/**
 * struct command - one subcommand
 * @name: the word after "cleat"
 * @args: its arguments, as the usage line shows them
 * @what: one line for "cleat --help"
 * @run: gets argv with argv[0] == name; returns enum exit_state
 */
struct command {
	const char *name;
	const char *args;
	const char *what;
	int (*run)(int argc, char **argv);
};

int cmd_abi(int argc, char **argv);
int cmd_binder(int argc, char **argv);
int cmd_build(int argc, char **argv);
int cmd_check(int argc, char **argv);
int cmd_doctor(int argc, char **argv);
int cmd_explain(int argc, char **argv);
int cmd_mount(int argc, char **argv);
int cmd_new(int argc, char **argv);
int cmd_run(int argc, char **argv);
int cmd_test(int argc, char **argv);
int cmd_vm(int argc, char **argv);

#endif
