/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * The in-process core of the host world: what lies between a driver and the ways to reach it.
 * Drivers register entries (device nodes, debugfs, sysfs and proc files) in one tree; transports
 * (FUSE, preload ring) and tests find an entry, open it, and make calls on the open file. A call
 * carries who makes it and how to reach the caller's memory, and can be interrupted from another
 * thread. Nothing here knows a transport.
 *
 * Threads: every function may be called by any thread; a call runs on the thread that makes it and
 * blocks that thread while the driver sleeps.
 */
#ifndef CLEAT_HOST_CORE_H
#define CLEAT_HOST_CORE_H

#include <cleat/fs.h>
#include <cleat/sched.h>

struct host_call;
struct host_descriptors;
struct host_pages;
struct host_park;
struct host_reserved;
struct host_super;
struct cleat_fs_class;

/**
 * struct host_memory - how to reach a caller's memory
 * @read: copy @n bytes at caller address @from to @to; returns the bytes NOT copied
 * @write: copy @n bytes from @from to caller address @to; returns the bytes NOT copied
 *
 * Both get the call, so that a transport finds its own data in call->transport.
 */
struct host_memory {
	size_t (*read)(struct host_call *call, void *to, u64 from, size_t n);
	size_t (*write)(struct host_call *call, u64 to, const void *from, size_t n);
};

/* The memory of this very process: for in-process tests and fuzzers (host/usermem.c). */
extern const struct host_memory host_memory_local;

/**
 * struct host_window - caller memory that the transport already holds
 * @addr: the caller's address of its first byte
 * @in: the bytes as they were at the start of the call, or NULL
 * @in_len: how many
 * @out: where bytes written to the window go, or NULL
 * @out_len: its room
 * @written: one past the last byte of @out that was written
 *
 * Copies that lie wholly inside a window never touch the caller. A FUSE read has an out window, a
 * FUSE write an in window, an ioctl with a sized argument both.
 */
struct host_window {
	u64 addr;
	const void *in;
	size_t in_len;
	void *out;
	size_t out_len;
	size_t written;
};

/**
 * struct host_call - one call into a driver
 * @task: the caller: ids and name; what "current" is in the driver
 * @memory: how to reach its memory; NULL means that nothing but the window can be reached
 * @transport: the transport's own
 * @descriptors: how to reach its descriptors; NULL: not at all
 * @reserved: the descriptors that the driver has begun to give it
 * @window: see struct host_window; len 0 when unused
 * @sleeps: how often it has slept in the driver: what a transport read ahead may have changed then
 * @nice: the caller's nice value, when @nice_known is @sleeps + 1
 * @spins: its thread may look for a wake-up before it sleeps (host/spin.h)
 * @interrupted: a signal is pending for the caller; set through host_call_interrupt()
 * @park: the thread that sleeps in this call, or NULL
 * @outer, @depth: the call that it interrupts on its thread; how often it is entered within itself
 *
 * The transport allocates it (it may be on the stack) and keeps it until the entry point returns.
 */
struct host_call {
	struct task_struct task;
	const struct host_memory *memory;
	const struct host_descriptors *descriptors;
	struct host_reserved *reserved;
	void *transport;
	struct host_window window;
	unsigned int sleeps;
	int nice;
	unsigned int nice_known;
	bool spins;
	int interrupted;
	struct host_park *park;
	struct host_call *outer;
	unsigned int depth;
};

/** host_call_init - an empty call made by this process itself, memory = host_memory_local */
void host_call_init(struct host_call *call);

/** host_call_interrupt - a signal came: interruptible sleeps in @call end with -ERESTARTSYS */
void host_call_interrupt(struct host_call *call);

/** host_call_current - the call that this thread is in, or NULL */
struct host_call *host_call_current(void);

/** host_call_none - is this a thread of the runtime's own, in no call (a workqueue's, the timers')? */
bool host_call_none(void);

/* ---- the tree of entries ---- */

enum host_entry_kind { HOST_DIR, HOST_NODE, HOST_FILE, HOST_LINK };

/**
 * struct host_entry - a directory or file that the driver shows
 * @kind: HOST_NODE is a device node (below "dev"), HOST_FILE a debugfs, sysfs or proc file
 * @mode: permission bits
 * @fops: its file operations; @data: what they find in file->private_data before open()
 * @device: what .open_device gets, or NULL
 * @inode_size: what stat shows (0 for most)
 * @free_data: ends @data with the entry's last reference, under the tree's lock; may be NULL
 * @kept: it was added by its own name: a directory without it goes with its last child
 * @super: the mount it is in (host/tree.h), or NULL; @class: what it is there; @renamable: a
 *	directory that users may rename; @ended: class->gone has had its object
 *
 * The root has "dev", "debug", "sys" and "proc" when something is in them. Entries are reference
 * counted; one that was removed stays valid for those who hold it, and refuses to be opened (-ENXIO).
 */
struct host_entry {
	struct host_entry *parent;
	const char *name;
	enum host_entry_kind kind;
	umode_t mode;
	uid_t uid;
	gid_t gid;
	const struct file_operations *fops;
	void *data, *device;
	const char *target;
	void (*free_data)(void *data);
	struct host_super *super;
	const struct cleat_fs_class *class;
	bool kept, renamable;
	bool removed, ended;
	unsigned int refs;
	unsigned int open_files;
	unsigned int opening;
	struct host_entry *first_child, *next_sibling;
};

/**
 * host_entry_add - add an entry; its parents are made as directories
 * @path: "dev/fifo", "debug/fifo/stats"; components without "." and ".."
 * @mode: permission bits
 *
 * Return: the entry (the tree's; remove it by host_entry_remove), or ERR_PTR(-EEXIST, -ENOMEM, -EINVAL).
 */
struct host_entry *host_entry_add(const char *path, enum host_entry_kind kind, umode_t mode,
				  const struct file_operations *fops, void *data);

/** host_entry_add_device - a HOST_NODE whose opens get @device */
struct host_entry *host_entry_add_device(const char *path, umode_t mode,
					 const struct file_operations *fops, void *data,
					 void *device);

/** host_entry_add_owned - the same; @free_data is called for @data when nobody can reach it any more */
struct host_entry *host_entry_add_owned(const char *path, enum host_entry_kind kind, umode_t mode,
					const struct file_operations *fops, void *data,
					void (*free_data)(void *data));

/**
 * host_entry_remove - take @entry out of the tree; new opens fail with -ENXIO, open files stay
 *
 * Waits for the opens that are under way in the driver: what they look at may go afterwards.
 */
void host_entry_remove(struct host_entry *entry);

/** host_entry_count - entries that were added and not removed (not the directories made for them) */
int host_entry_count(void);

/** host_entry_find - the child @name of @dir (NULL: the root) with a reference, or NULL */
struct host_entry *host_entry_find(struct host_entry *dir, const char *name);

/** host_entry_lookup - host_entry_find for each component of @path */
struct host_entry *host_entry_lookup(const char *path);

/**
 * host_entry_open - count an open file of @entry, false when it was removed; host_entry_close ends it
 *
 * The open is under way until host_entry_opened().
 */
bool host_entry_open(struct host_entry *entry);
void host_entry_opened(struct host_entry *entry);
void host_entry_close(struct host_entry *entry);

struct host_entry *host_entry_get(struct host_entry *entry);
void host_entry_put(struct host_entry *entry);

/**
 * host_entry_list - call @visit for each child of @dir (NULL: the root) under the tree's lock
 *
 * @visit must not call back into the tree.
 */
void host_entry_list(struct host_entry *dir, void (*visit)(struct host_entry *child, void *arg), void *arg);

/* ---- open files ---- */

/**
 * host_file_open - what open(2) does
 * @flags: O_ACCMODE, O_NONBLOCK, … as the client gave them
 * @ret_file: the open file, on success; it ends by host_file_release
 *
 * Return: 0, or what the driver's open returned; -ENXIO when the entry was removed.
 */
int host_file_open(struct host_entry *entry, unsigned int flags, struct host_call *call,
		   struct file **ret_file);

/** host_file_flush - a descriptor of the file was closed (once for each close) */
int host_file_flush(struct file *file, struct host_call *call);

/** host_file_release - the last reference is gone: the driver's release, then the file is freed */
void host_file_release(struct file *file, struct host_call *call);

/*
 * The calls. Addresses are the caller's. A negative result is an errno as a system call returns it
 * (-ERESTARTSYS and its like become -EINTR).
 */
ssize_t host_file_read(struct file *file, struct host_call *call, u64 buf, size_t len, loff_t *pos);
ssize_t host_file_write(struct file *file, struct host_call *call, u64 buf, size_t len, loff_t *pos);
long host_file_ioctl(struct file *file, struct host_call *call, unsigned int cmd, u64 arg);
loff_t host_file_llseek(struct file *file, struct host_call *call, loff_t off, int whence);

/**
 * struct host_poller - who wants to know when a file may have become ready
 * @notify: called once, in any thread and context, when a wait queue of the file was woken;
 *	must not sleep and not call back into the core
 *
 * Armed by host_file_poll(). It stays on every queue that the file's polls have named, because two
 * threads may poll one file and mean different queues, until host_poller_cancel(), which must come
 * before the file's release, or the queue's end. Zeroed but for the first two before its use.
 */
struct host_poller {
	void (*notify)(struct host_poller *poller);
	void *transport;
	bool armed;
	struct host_poll_link *links;
	unsigned long lock[5];
};

/** host_file_poll - the ready mask (EPOLL…); registers @poller (may be NULL) for the next wake-up */
__poll_t host_file_poll(struct file *file, struct host_call *call, struct host_poller *poller);
void host_poller_cancel(struct host_poller *poller);

/** host_file_pages - the memory that mmap of this file shows, or NULL when it cannot be mapped */
struct host_pages *host_file_pages(struct file *file);

/** host_file_wants_map - must host_file_map be called for a mapping before calls that follow it? */
bool host_file_wants_map(const struct file *file);

/**
 * host_file_map - the caller has mapped the file as @vma says; what mmap(2) would have returned
 *
 * Return: 0; -ENODEV; -ENXIO, -EPERM for pages; what the driver's .mmap says.
 */
int host_file_map(struct file *file, struct host_call *call, struct cleat_vma *vma);

/* ---- the driver ---- */

/**
 * host_driver_start - set parameters, run the driver's init
 * @params: NULL-terminated "name=value" strings
 *
 * Return: 0, the init function's errno, or -EINVAL after a message for a parameter that is not there.
 */
int host_driver_start(const char *const *params);

/** host_driver_params - set parameters alone; 0, or -EINVAL after a message */
int host_driver_params(const char *const *params);

/** host_driver_pins - cleat_module_pin()s without unpin: the driver would rather not be stopped */
int host_driver_pins(void);

/** host_driver_stop - run the driver's exit and report what it left behind; the number of leaks */
int host_driver_stop(void);

/**
 * host_machine_on_end - what happens when the driver restarts the machine or panics
 * @handler: called by the thread that asked, in any context, with "restart" or the panic's text; it may end
 *	the process. When it returns, or there is none, the process ends with status 1 at once.
 */
void host_machine_on_end(void (*handler)(const char *what));

/** host_driver_name - the module's name ("fifo") */
const char *host_driver_name(void);

#endif
