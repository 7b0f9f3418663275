/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* A module whose init and exit call those of another file; its callbacks are in a third one. */
#ifndef LIFE_H
#define LIFE_H

#include <cleat/fs.h>
#include <cleat/miscdevice.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/slab.h>
#include <cleat/uaccess.h>

struct life_file {
	u32 n;
};

struct life {
	struct mutex lock;
	char *__own __opt buf __guarded_by(&lock);
};

/* node.c */
int life_node_init(void);
void life_node_exit(void);
/* file.c: the table in node.c says what is owned and what sleeps */
struct life_file *life_open(struct file *file);
void life_release(struct life_file *ctx, struct file *file);
long life_ioctl(struct life_file *ctx, struct file *file, unsigned int cmd, void __user *arg);

#endif
