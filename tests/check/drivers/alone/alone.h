/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include <cleat/list.h>
#include <cleat/mutex.h>
#include <cleat/overflow.h>
#include <cleat/slab.h>
#include <cleat/uaccess.h>

struct dev {
	struct mutex lock;
	struct cleat_list_link link;
	u32 n __guarded_by(&lock);
};
DEFINE_LIST(devs, struct dev, link);

struct info {
	u32 id, state;
};
struct hole {
	u8 id;
	u32 state;
};

void dev_prepare(struct dev *d);
void dev_add(struct devs *all, struct dev *d);
void dev_del(struct devs *all, struct dev *d);
u32 info_state(const struct info *i);
u32 bytes_wrapped(u32 n);
size_t bytes_exact(u32 n);
int hole_show(const struct hole *h, struct hole __user *u);
