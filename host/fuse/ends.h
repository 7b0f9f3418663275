/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Ends of processes, by pidfd. A file of its own: the kit's EPOLL words are not libc's. */
#ifndef CLEAT_HOST_FUSE_ENDS_H
#define CLEAT_HOST_FUSE_ENDS_H

/** ends_open - a set of processes; a descriptor, or -errno */
int ends_open(void);

/** ends_add - wait for the end of @pidfd's process too, once; 0, or -errno */
int ends_add(int ends, int pidfd);

/** ends_wait - sleep until one of them has ended; its pidfd, or -1 */
int ends_wait(int ends);

#endif
