/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The whole API at once: for tools that read all contracts, and for a driver that does not want to
 * list what it uses. <cleat/kunit.h>, which is for tests, is not part of it.
 */
#ifndef CLEAT_PRELUDE_H
#define CLEAT_PRELUDE_H

#include <cleat/area.h>
#include <cleat/atomic.h>
#include <cleat/bitops.h>
#include <cleat/build_bug.h>
#include <cleat/byteorder.h>
#include <cleat/cleanup.h>
#include <cleat/completion.h>
#include <cleat/contract.h>
#include <cleat/cred.h>
#include <cleat/ctype.h>
#include <cleat/debugfs.h>
#include <cleat/delay.h>
#include <cleat/err.h>
#include <cleat/fault.h>
#include <cleat/file.h>
#include <cleat/filesystem.h>
#include <cleat/fs.h>
#include <cleat/genetlink.h>
#include <cleat/hrtimer.h>
#include <cleat/idr.h>
#include <cleat/ioctl.h>
#include <cleat/jiffies.h>
#include <cleat/kref.h>
#include <cleat/ktime.h>
#include <cleat/list.h>
#include <cleat/lockdep.h>
#include <cleat/miscdevice.h>
#include <cleat/mm.h>
#include <cleat/module.h>
#include <cleat/mutex.h>
#include <cleat/overflow.h>
#include <cleat/pid.h>
#include <cleat/poll.h>
#include <cleat/printk.h>
#include <cleat/proc_fs.h>
#include <cleat/random.h>
#include <cleat/rbtree.h>
#include <cleat/rcupdate.h>
#include <cleat/reboot.h>
#include <cleat/refcount.h>
#include <cleat/revocable.h>
#include <cleat/ring.h>
#include <cleat/rwsem.h>
#include <cleat/sched.h>
#include <cleat/security.h>
#include <cleat/seq_file.h>
#include <cleat/slab.h>
#include <cleat/spinlock.h>
#include <cleat/string.h>
#include <cleat/sysfs.h>
#include <cleat/timer.h>
#include <cleat/types.h>
#include <cleat/uaccess.h>
#include <cleat/uidgid.h>
#include <cleat/unaligned.h>
#include <cleat/unsafe.h>
#include <cleat/variant_list.h>
#include <cleat/wait.h>
#include <cleat/workqueue.h>
#include <cleat/xarray.h>

#endif
