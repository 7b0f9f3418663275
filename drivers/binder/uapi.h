/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * What programs and the driver say to each other: Android's Binder protocol 8, layout for layout
 * that of <linux/android/binder.h>, which programs include. It differs in one thing: where that
 * header has a union (an address in one direction, a 32-bit handle in the other), this one has the
 * wider member alone, and binder_handle() takes the handle out of it.
 */
#ifndef BINDER_UAPI_H
#define BINDER_UAPI_H

#include <linux/ioctl.h>
#include <linux/types.h>

typedef __u64 binder_size_t;
typedef __u64 binder_uintptr_t;

#define BINDER_CURRENT_PROTOCOL_VERSION 8

/* ---- objects in a transaction's data; each starts with its type ---- */

#define B_PACK_CHARS(c1, c2, c3, c4) (((c1) << 24) | ((c2) << 16) | ((c3) << 8) | (c4))
#define B_TYPE_LARGE 0x85

enum {
	BINDER_TYPE_BINDER = B_PACK_CHARS('s', 'b', '*', B_TYPE_LARGE),
	BINDER_TYPE_WEAK_BINDER = B_PACK_CHARS('w', 'b', '*', B_TYPE_LARGE),
	BINDER_TYPE_HANDLE = B_PACK_CHARS('s', 'h', '*', B_TYPE_LARGE),
	BINDER_TYPE_WEAK_HANDLE = B_PACK_CHARS('w', 'h', '*', B_TYPE_LARGE),
	BINDER_TYPE_FD = B_PACK_CHARS('f', 'd', '*', B_TYPE_LARGE),
	BINDER_TYPE_FDA = B_PACK_CHARS('f', 'd', 'a', B_TYPE_LARGE),
	BINDER_TYPE_PTR = B_PACK_CHARS('p', 't', '*', B_TYPE_LARGE),
};

enum flat_binder_object_flags {
	FLAT_BINDER_FLAG_PRIORITY_MASK = 0xff,
	FLAT_BINDER_FLAG_ACCEPTS_FDS = 0x100,
	FLAT_BINDER_FLAG_TXN_SECURITY_CTX = 0x1000,
};

enum { BINDER_BUFFER_FLAG_HAS_PARENT = 0x01 };

struct binder_object_header {
	__u32 type;
};

/* A local object (binder: its address in the sender) or a remote one (its handle). */
struct flat_binder_object {
	struct binder_object_header hdr;
	__u32 flags;
	binder_uintptr_t binder;
	binder_uintptr_t cookie;
};

struct binder_fd_object {
	struct binder_object_header hdr;
	__u32 pad_flags;
	binder_uintptr_t fd; /* in its first four bytes */
	binder_uintptr_t cookie;
};

/* A further buffer; with HAS_PARENT its address is also written into an earlier one. */
struct binder_buffer_object {
	struct binder_object_header hdr;
	__u32 flags;
	binder_uintptr_t buffer;
	binder_size_t length;
	binder_size_t parent;
	binder_size_t parent_offset;
};

struct binder_fd_array_object {
	struct binder_object_header hdr;
	__u32 pad;
	binder_size_t num_fds;
	binder_size_t parent;
	binder_size_t parent_offset;
};

/* ---- what the ioctls take ---- */

struct binder_write_read {
	binder_size_t write_size;
	binder_size_t write_consumed;
	binder_uintptr_t write_buffer;
	binder_size_t read_size;
	binder_size_t read_consumed;
	binder_uintptr_t read_buffer;
};

struct binder_version {
	__s32 protocol_version;
};

struct binder_node_debug_info {
	binder_uintptr_t ptr;
	binder_uintptr_t cookie;
	__u32 has_strong_ref;
	__u32 has_weak_ref;
};

struct binder_node_info_for_ref {
	__u32 handle;
	__u32 strong_count;
	__u32 weak_count;
	__u32 reserved1;
	__u32 reserved2;
	__u32 reserved3;
};

struct binder_freeze_info {
	__u32 pid;
	__u32 enable;
	__u32 timeout_ms;
};

struct binder_frozen_status_info {
	__u32 pid;
	__u32 sync_recv;  /* bit 0: since it was frozen; bit 1: one is pending */
	__u32 async_recv;
};

struct binder_frozen_state_info {
	binder_uintptr_t cookie;
	__u32 is_frozen;
	__u32 reserved;
};

struct binder_extended_error {
	__u32 id;
	__u32 command;
	__s32 param;
};

#define BINDER_WRITE_READ _IOWR('b', 1, struct binder_write_read)
#define BINDER_SET_IDLE_TIMEOUT _IOW('b', 3, __s64)
#define BINDER_SET_MAX_THREADS _IOW('b', 5, __u32)
#define BINDER_SET_IDLE_PRIORITY _IOW('b', 6, __s32)
#define BINDER_SET_CONTEXT_MGR _IOW('b', 7, __s32)
#define BINDER_THREAD_EXIT _IOW('b', 8, __s32)
#define BINDER_VERSION _IOWR('b', 9, struct binder_version)
#define BINDER_GET_NODE_DEBUG_INFO _IOWR('b', 11, struct binder_node_debug_info)
#define BINDER_GET_NODE_INFO_FOR_REF _IOWR('b', 12, struct binder_node_info_for_ref)
#define BINDER_SET_CONTEXT_MGR_EXT _IOW('b', 13, struct flat_binder_object)
#define BINDER_FREEZE _IOW('b', 14, struct binder_freeze_info)
#define BINDER_GET_FROZEN_INFO _IOWR('b', 15, struct binder_frozen_status_info)
#define BINDER_ENABLE_ONEWAY_SPAM_DETECTION _IOW('b', 16, __u32)
#define BINDER_GET_EXTENDED_ERROR _IOWR('b', 17, struct binder_extended_error)

/* ---- transactions ---- */

enum transaction_flags {
	TF_ONE_WAY = 0x01,
	TF_ROOT_OBJECT = 0x04,
	TF_STATUS_CODE = 0x08,
	TF_ACCEPT_FDS = 0x10,
	TF_CLEAR_BUF = 0x20,
	TF_UPDATE_TXN = 0x40,
};

struct binder_transaction_data {
	binder_uintptr_t target; /* a handle (in its first four bytes), or the receiver's own address */
	binder_uintptr_t cookie;
	__u32 code;
	__u32 flags;
	__s32 sender_pid;
	__u32 sender_euid;
	binder_size_t data_size;
	binder_size_t offsets_size;
	binder_uintptr_t buffer;
	binder_uintptr_t offsets;
};

struct binder_transaction_data_secctx {
	struct binder_transaction_data transaction_data;
	binder_uintptr_t secctx;
};

struct binder_transaction_data_sg {
	struct binder_transaction_data transaction_data;
	binder_size_t buffers_size;
};

struct binder_ptr_cookie {
	binder_uintptr_t ptr;
	binder_uintptr_t cookie;
};

struct binder_handle_cookie {
	__u32 handle;
	binder_uintptr_t cookie;
} __attribute__((packed));

struct binder_pri_desc {
	__s32 priority;
	__u32 desc;
};

struct binder_pri_ptr_cookie {
	__s32 priority;
	binder_uintptr_t ptr;
	binder_uintptr_t cookie;
};

/* ---- what the driver says (BR_) and what it is told (BC_) ---- */

#define BR_ERROR _IOR('r', 0, __s32)
#define BR_OK _IO('r', 1)
#define BR_TRANSACTION_SEC_CTX _IOR('r', 2, struct binder_transaction_data_secctx)
#define BR_TRANSACTION _IOR('r', 2, struct binder_transaction_data)
#define BR_REPLY _IOR('r', 3, struct binder_transaction_data)
#define BR_ACQUIRE_RESULT _IOR('r', 4, __s32)
#define BR_DEAD_REPLY _IO('r', 5)
#define BR_TRANSACTION_COMPLETE _IO('r', 6)
#define BR_INCREFS _IOR('r', 7, struct binder_ptr_cookie)
#define BR_ACQUIRE _IOR('r', 8, struct binder_ptr_cookie)
#define BR_RELEASE _IOR('r', 9, struct binder_ptr_cookie)
#define BR_DECREFS _IOR('r', 10, struct binder_ptr_cookie)
#define BR_ATTEMPT_ACQUIRE _IOR('r', 11, struct binder_pri_ptr_cookie)
#define BR_NOOP _IO('r', 12)
#define BR_SPAWN_LOOPER _IO('r', 13)
#define BR_FINISHED _IO('r', 14)
#define BR_DEAD_BINDER _IOR('r', 15, binder_uintptr_t)
#define BR_CLEAR_DEATH_NOTIFICATION_DONE _IOR('r', 16, binder_uintptr_t)
#define BR_FAILED_REPLY _IO('r', 17)
#define BR_FROZEN_REPLY _IO('r', 18)
#define BR_ONEWAY_SPAM_SUSPECT _IO('r', 19)
#define BR_TRANSACTION_PENDING_FROZEN _IO('r', 20)
#define BR_FROZEN_BINDER _IOR('r', 21, struct binder_frozen_state_info)
#define BR_CLEAR_FREEZE_NOTIFICATION_DONE _IOR('r', 22, binder_uintptr_t)

#define BC_TRANSACTION _IOW('c', 0, struct binder_transaction_data)
#define BC_REPLY _IOW('c', 1, struct binder_transaction_data)
#define BC_ACQUIRE_RESULT _IOW('c', 2, __s32)
#define BC_FREE_BUFFER _IOW('c', 3, binder_uintptr_t)
#define BC_INCREFS _IOW('c', 4, __u32)
#define BC_ACQUIRE _IOW('c', 5, __u32)
#define BC_RELEASE _IOW('c', 6, __u32)
#define BC_DECREFS _IOW('c', 7, __u32)
#define BC_INCREFS_DONE _IOW('c', 8, struct binder_ptr_cookie)
#define BC_ACQUIRE_DONE _IOW('c', 9, struct binder_ptr_cookie)
#define BC_ATTEMPT_ACQUIRE _IOW('c', 10, struct binder_pri_desc)
#define BC_REGISTER_LOOPER _IO('c', 11)
#define BC_ENTER_LOOPER _IO('c', 12)
#define BC_EXIT_LOOPER _IO('c', 13)
#define BC_REQUEST_DEATH_NOTIFICATION _IOW('c', 14, struct binder_handle_cookie)
#define BC_CLEAR_DEATH_NOTIFICATION _IOW('c', 15, struct binder_handle_cookie)
#define BC_DEAD_BINDER_DONE _IOW('c', 16, binder_uintptr_t)
#define BC_TRANSACTION_SG _IOW('c', 17, struct binder_transaction_data_sg)
#define BC_REPLY_SG _IOW('c', 18, struct binder_transaction_data_sg)
#define BC_REQUEST_FREEZE_NOTIFICATION _IOW('c', 19, struct binder_handle_cookie)
#define BC_CLEAR_FREEZE_NOTIFICATION _IOW('c', 20, struct binder_handle_cookie)
#define BC_FREEZE_NOTIFICATION_DONE _IOW('c', 21, binder_uintptr_t)

#endif
