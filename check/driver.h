/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What the files of a driver tell each other about their functions, locks and duties, as facts
 * (facts.h). A function is known by its name; its parameters are $0, $1, …; a static variable is
 * known as "name@file.c", and is itself only there. So "takes\tnode_find\t&$0->lock" says what
 * every caller must know, and its prototype need not. All facts of a file follow from the file and
 * from what the others told in the round before; so they may also be taken back.
 */
#ifndef CHECK_DRIVER_H
#define CHECK_DRIVER_H

#include "check/module.h"

/** driver_learn - take what the other files told: before anything is executed */
void driver_learn(struct module *m);
/** driver_learn_orders - the orders of locks that go on from those of this file, after it is executed */
void driver_learn_orders(struct module *m);
/** driver_closes - does another file's exit end what is begun on the global @name? */
bool driver_closes(struct module *m, const char *name);
/** driver_wipes - does exit, or the last close, write the field or variable @d, in whatever object? */
bool driver_wipes(struct module *m, const struct decl *d);
/** driver_teach - tell them what was found: after all */
void driver_teach(struct module *m);
/** driver_summary - what the file that defines @f tells of it, or NULL */
struct summary *driver_summary(struct module *m, struct func *f);

/**
 * driver_lacks - does no file of the driver have the function or variable @d, which one of them declares?
 *
 * Also when its true name is another. Of files that are checked alone nobody knows it: false.
 */
bool driver_lacks(struct module *m, const struct decl *d);

/** driver_file - by which name the others know this file */
const char *driver_file(const struct module *m);
/** driver_public - @text in words that all files understand; @f: whose parameters, or NULL */
const char *driver_public(const struct module *m, const struct func *f, const char *text);
/** driver_local - the same back, in the words of this file */
const char *driver_local(const struct module *m, const struct func *f, const char *text);
/** driver_foreign - is @text about a static variable of another file? */
bool driver_foreign(const char *text);

#endif
