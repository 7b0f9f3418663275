/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Running apt-get in a folder of ours: progress shown, its messages turned into ours.
 */
#ifndef VM_APTRUN_H
#define VM_APTRUN_H

/**
 * apt_run - apt-get with the configuration @dir/apt.conf
 * @dir: the folder of the suite
 * @what: shown with the progress
 * @cwd: where it runs, or NULL; made when missing
 * @args: NULL-terminated, the apt-get command first
 *
 * Return: 0, or EXIT_UNABLE after a message. Does not return after SIGINT or SIGTERM.
 */
int apt_run(const char *dir, const char *what, const char *cwd, const char *const *args);

/**
 * apt_failed - say why something about the archive failed
 * @dir: the folder of the suite; its downloads are removed when the disk is full
 * @text: all that the failed program said
 *
 * Return: EXIT_UNABLE.
 */
int apt_failed(const char *dir, const char *text);

#endif
