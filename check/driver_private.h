/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* How facts are read, for what is learned of the driver and of one function. */
#ifndef CHECK_DRIVER_PRIVATE_H
#define CHECK_DRIVER_PRIVATE_H

#include "check/driver.h"

enum { DRIVER_FIELDS = 13 };

/* One fact, at its tabs. */
struct driver_line {
	const char *field[DRIVER_FIELDS];
	int n;
};

typedef void (*driver_learner)(struct module *m, const struct driver_line *l, void *data);

/** driver_each - call @fn with each fact that begins with @word and @name (or any name, when it is NULL) */
void driver_each(struct module *m, const char *word, const char *name, driver_learner fn, void *data);
/** driver_field - the field "struct x.y", or the global variable, that a fact names; NULL: not in this file */
const struct decl *driver_field(const struct module *m, const char *name);

#endif
