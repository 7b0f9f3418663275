/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What "cleat check --kernel" reads before a driver: the types and constants of that kernel, from
 * its own headers and those in this folder, and over them the contracts of <cleat/...>, as they are
 * declared for a process. A kernel's headers say nothing about ownership, and what is a function in
 * one of them is a macro in another: so the kernel's functions that the kit has too are read under
 * other names (cleat_view_names.h, which the checker makes of the kit's declarations and never writes
 * to a disk), and the kit's macros take the place of the kernel's. Where the two do not fit, the
 * driver does not parse, and is not passed.
 */
#ifndef CLEAT_KERNEL_VIEW_H
#define CLEAT_KERNEL_VIEW_H

/* __lock_type() and __pinned, which count only before the kernel says what is in them. */
struct __attribute__((annotate("cleat:lock:sleeping"))) mutex;
struct __attribute__((annotate("cleat:lock:sleeping"))) rw_semaphore;
struct __attribute__((annotate("cleat:lock:spinning"))) spinlock;
struct __attribute__((annotate("cleat:pinned"))) list_head;
struct __attribute__((annotate("cleat:pinned"))) rb_node;
struct __attribute__((annotate("cleat:pinned"))) rb_root;
struct __attribute__((annotate("cleat:pinned"))) timer_list;
struct __attribute__((annotate("cleat:pinned"))) hrtimer;
struct __attribute__((annotate("cleat:pinned"))) work_struct;
struct __attribute__((annotate("cleat:pinned"))) delayed_work;
struct __attribute__((annotate("cleat:pinned"))) wait_queue_head;
struct __attribute__((annotate("cleat:pinned"))) completion;

/* The kernel's own functions go by other names... */
#include "cleat_view_names.h"

/* ...but two: DEFINE_FILE_OPERATIONS calls them on the kernel's own types. */
#undef fixed_size_llseek
#undef stream_open

/* <linux/find.h> leaves out what is a macro already. */
unsigned long find_last_bit(const unsigned long *addr, unsigned long size);

#include "cleat_view_driver.h" /* what of <linux/...> the driver's uapi header includes */
#include <linux/compiler_types.h>

/*
 * The kernel's headers say what is user space's in a word that is empty without sparse. Here it is
 * an address space, which a function cannot be in, as the type of signal handlers says.
 */
#include <asm-generic/signal-defs.h>

#undef __user
#define __user __attribute__((address_space(1)))

#include <linux/atomic.h>
#include <linux/bitmap.h>
#include <linux/bitops.h>
#include <linux/build_bug.h>
#include <linux/capability.h>
#include <linux/completion.h>
#include <linux/cred.h>
#include <linux/ctype.h>
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/err.h>
#include <linux/errno.h>
#include <linux/fs.h>
#include <linux/hrtimer.h>
#include <linux/idr.h>
#include <linux/init.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>
#include <linux/kref.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/log2.h>
#include <linux/miscdevice.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/overflow.h>
#include <linux/pid.h>
#include <linux/poll.h>
#include <linux/printk.h>
#include <linux/proc_fs.h>
#include <linux/random.h>
#include <linux/ratelimit.h>
#include <linux/rcupdate.h>
#include <linux/reboot.h>
#include <linux/refcount.h>
#include <linux/rwsem.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/srcu.h>
#include <linux/string.h>
#include <linux/sysfs.h>
#include <linux/timekeeping.h>
#include <linux/timer.h>
#include <linux/uaccess.h>
#include <linux/uidgid.h>
#include <linux/user_namespace.h>
#include <linux/version.h>
#include <linux/wait.h>
#include <linux/workqueue.h>

/* The kit's types for a kernel. */
#ifndef DEFINE_FREE
#define DEFINE_FREE(name, T, expr)
#endif
#define cleat_fault(kind) false
#define CLEAT_MISC_NAME 64 /* as in <cleat/fs.h> */
#include "fs.h"
#include "list.h"
#include "mm.h"
#include "rbtree.h"
#include "revocable.h"
#include "sysfs.h"
#include "unaligned.h"
#include "xarray.h"

/* What the checker takes for granted of every kernel. */
_Static_assert(__GFP_DIRECT_RECLAIM == 0x400, "the flag that says that an allocation may sleep");

/* ---- from here on, the kit's words ---- */

#define __CLEAT_KERNEL_TYPES__
#define __CLEAT_HOST__
#undef __KERNEL__

/* What the kit defines only where nobody else has. */
#undef DEFINE_FREE
#undef cleat_fault
#undef __cleanup
#undef __user
#undef __force
#undef guard
#undef kmalloc_obj
#undef overflows_type
#undef retain_and_null_ptr
#undef scoped_guard
#undef struct_size_t
#undef wrapping_add

/* These headers of the host world are types and constants only: they are the kernel's here. */
#define CLEAT_HOST_COMPLETION_H
#define CLEAT_HOST_CRED_H
#define CLEAT_HOST_FS_H
#define CLEAT_HOST_IDR_H
#define CLEAT_HOST_KREF_H
#define CLEAT_HOST_LIST_H
#define CLEAT_HOST_MISCDEVICE_H
#define CLEAT_HOST_MM_H
#define CLEAT_HOST_MUTEX_H
#define CLEAT_HOST_RBTREE_H
#define CLEAT_HOST_REFCOUNT_H
#define CLEAT_HOST_REVOCABLE_H
#define CLEAT_HOST_RWSEM_H
#define CLEAT_HOST_SEQ_FILE_H
#define CLEAT_HOST_SLAB_H
#define CLEAT_HOST_SPINLOCK_H
#define CLEAT_HOST_SYSFS_H
#define CLEAT_HOST_TIMER_H
#define CLEAT_HOST_XARRAY_H

#include "cleat_view_names.h"

#include <cleat/prelude.h>

#undef __CLEAT_HOST__
#define __KERNEL__

#endif
