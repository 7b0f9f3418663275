/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#ifndef CLEAT_ABI_SYS_SOCKET_H
#define CLEAT_ABI_SYS_SOCKET_H
#include <sys/types.h>
#include <linux/socket.h>
#include <linux/uio.h>
typedef unsigned short sa_family_t;
typedef unsigned int socklen_t;
struct sockaddr {
	sa_family_t sa_family;
	char sa_data[14];
};
struct sockaddr_storage {
	sa_family_t ss_family;
	char ss_padding[128 - sizeof(sa_family_t) - sizeof(long)];
	unsigned long ss_align;
};
#define MSG_FIN	  0x200
#define AF_INET	  2
#define AF_INET6  10
#define PF_INET	  2
#define PF_INET6  10
#endif
