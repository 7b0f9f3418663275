/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Binder's ABI as this system's <linux/android/binder.h> has it, and what Debian 12's lacks of
 * Linux 7.2's. Not the driver's own uapi.h: who judges the driver does not take its word for a
 * number.
 */
#ifndef TESTS_BINDER_CONF_ABI_H
#define TESTS_BINDER_CONF_ABI_H

#include <linux/android/binder.h>
#include <stdint.h>

/* BR_FROZEN_BINDER's. */
struct frozen_state {
	uint64_t cookie;
	uint32_t is_frozen, reserved;
};

#define BR_TRANSACTION_PENDING_FROZEN	  _IO('r', 20)
#define BR_FROZEN_BINDER		  _IOR('r', 21, struct frozen_state)
#define BR_CLEAR_FREEZE_NOTIFICATION_DONE _IOR('r', 22, binder_uintptr_t)
#define BC_REQUEST_FREEZE_NOTIFICATION	  _IOW('c', 19, struct binder_handle_cookie)
#define BC_CLEAR_FREEZE_NOTIFICATION	  _IOW('c', 20, struct binder_handle_cookie)
#define BC_FREEZE_NOTIFICATION_DONE	  _IOW('c', 21, binder_uintptr_t)

#endif
