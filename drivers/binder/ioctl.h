/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef BINDER_IOCTL_H
#define BINDER_IOCTL_H

#include "binder.h"

/** binder_ioctl - one ioctl of the calling thread; 0 or errno, unknown commands: -EINVAL */
long binder_ioctl(struct binder_proc *proc, struct file *file, unsigned int cmd, void __user *arg);

#endif
