/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* What the pairs share: the kit's headers, and a few functions as another file of a driver has them. */
#include <cleat/mutex.h>
#include <cleat/printk.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>
#include <cleat/string.h>
#include <cleat/uaccess.h>

struct device_node;
struct device_node *__own __opt __must_check of_find_node_by_name(struct device_node *__opt from,
								  const char *name);
void of_node_put(struct device_node *__own np);
int __must_check of_property_read_u32(const struct device_node *np, const char *name, u32 *__writes out);

struct clk;
struct clk *__errptr __must_check clk_get(void *dev, const char *id);
int __must_check clk_enable(struct clk *c);
void clk_put(struct clk *c);

void msleep(unsigned int ms) __sleeps;
