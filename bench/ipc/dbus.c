/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * D-Bus without a library, so that the bus is measured and not a binding: one message buffer for
 * each direction, the fields that a method call and its return need. dbus-daemon is started with a
 * configuration of its own; dbus-broker by buses.c.
 *
 * Source: the D-Bus specification, "Message Protocol".
 */
#define _GNU_SOURCE
#include "buses.h"
#include "ipc.h"

#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define SERVICE "org.cleat.Bench"

enum {
	CALL = 1,
	RETURN = 2,
	PATH = 1,
	INTERFACE = 2,
	MEMBER = 3,
	REPLY_SERIAL = 5,
	DESTINATION = 6,
	SENDER = 7,
	SIGNATURE = 8,
	HEADER = 16,
	HEADER_MAX = 512
};

struct connection {
	int fd;
	uint32_t serial;
	unsigned char out[PAYLOAD_MAX + HEADER_MAX], in[PAYLOAD_MAX + 1024];
	size_t have; /* bytes of in */
};

/* A message that came, its parts in the connection's buffer until the next one. */
struct incoming {
	unsigned int type;
	uint32_t serial, reply_serial, size;
	const char *sender;
};

static size_t align(size_t n, size_t to)
{
	return (n + to - 1) & ~(to - 1);
}

static void u32(unsigned char *p, uint32_t v)
{
	memcpy(p, &v, 4);
}

static uint32_t get32(const unsigned char *p)
{
	uint32_t v;

	memcpy(&v, p, 4);
	return v;
}

/* Begin a message. What pads it must be 0. */
static size_t begin(struct connection *c)
{
	memset(c->out, 0, HEADER_MAX);
	return HEADER;
}

/* One header field at @at; where the next one begins. */
static size_t field(unsigned char *m, size_t at, unsigned int code, char type, const char *text,
		    uint32_t number)
{
	at = align(at, 8);
	m[at++] = (unsigned char)code;
	m[at++] = 1;
	m[at++] = (unsigned char)type;
	m[at++] = 0;
	if (type == 'u') {
		u32(m + at, number);
		return at + 4;
	}
	if (type == 'g') {
		m[at++] = (unsigned char)strlen(text);
	} else {
		u32(m + at, (uint32_t)strlen(text));
		at += 4;
	}
	strcpy((char *)m + at, text);
	return at + strlen(text) + 1;
}

static void send_all(int fd, const void *p, size_t n)
{
	while (n) {
		ssize_t done = send(fd, p, n, MSG_NOSIGNAL);

		need(done > 0, "the bus");
		p = (const char *)p + done;
		n -= (size_t)done;
	}
}

/* The fields end at @at; with a body "ay" of @size bytes (or the string @text, or nothing) it goes
 * out. */
static void finish(struct connection *c, unsigned int type, size_t at, const char *text,
		   ssize_t size)
{
	unsigned char *m = c->out;
	size_t body;

	memcpy(m, "l", 1);
	m[1] = (unsigned char)type;
	m[2] = type == RETURN;
	m[3] = 1;
	u32(m + 8, ++c->serial);
	u32(m + 12, (uint32_t)(at - HEADER));
	body = at = align(at, 8);
	if (text) {
		u32(m + at, (uint32_t)strlen(text));
		strcpy((char *)m + at + 4, text);
		at += 4 + strlen(text) + 1;
		if (type == CALL && strcmp(text, SERVICE) == 0) {
			at = align(at, 4);
			u32(m + at, 0);
			at += 4;
		}
	} else if (size >= 0) {
		u32(m + at, (uint32_t)size);
		at += 4 + (size_t)size;
	}
	u32(m + 4, (uint32_t)(at - body));
	send_all(c->fd, m, at);
}

static void method(struct connection *c, const char *destination, const char *interface,
		   const char *member, const char *signature, const char *text, ssize_t size)
{
	size_t at = begin(c);

	at = field(c->out, at, PATH, 'o', "/x", 0);
	at = field(c->out, at, INTERFACE, 's', interface, 0);
	at = field(c->out, at, MEMBER, 's', member, 0);
	at = field(c->out, at, DESTINATION, 's', destination, 0);
	if (*signature)
		at = field(c->out, at, SIGNATURE, 'g', signature, 0);
	finish(c, CALL, at, text, size);
}

static void read_fields(struct incoming *in, const unsigned char *m, size_t end)
{
	size_t at = HEADER;

	while (at < end) {
		unsigned int code;
		char type;

		at = align(at, 8);
		code = m[at];
		type = (char)m[at + 2];
		at += 4;
		if (code == REPLY_SERIAL)
			in->reply_serial = get32(m + at);
		if (code == SENDER)
			in->sender = (const char *)m + at + 4;
		if (type == 'g')
			at += 1 + (size_t)m[at] + 1;
		else
			at += type == 'u' ? 4 : 4 + get32(m + at) + 1;
	}
}

static struct incoming receive(struct connection *c)
{
	struct incoming in = {.type = 0};
	size_t whole;
	static unsigned char message[PAYLOAD_MAX + 1024];

	for (;;) {
		ssize_t n;

		whole = c->have < HEADER ? HEADER
					 : align(HEADER + get32(c->in + 12), 8) + get32(c->in + 4);
		if (c->have >= HEADER && c->have >= whole)
			break;
		n = recv(c->fd, c->in + c->have, sizeof(c->in) - c->have, 0);
		need(n > 0, "the bus");
		c->have += (size_t)n;
	}
	memcpy(message, c->in, whole);
	memmove(c->in, c->in + whole, c->have - whole);
	c->have -= whole;
	in.type = message[1];
	in.serial = get32(message + 8);
	read_fields(&in, message, HEADER + get32(message + 12));
	if (get32(message + 4) >= 4)
		in.size = get32(message + align(HEADER + get32(message + 12), 8));
	return in;
}

static struct incoming answer(struct connection *c)
{
	uint32_t mine = c->serial;

	for (;;) {
		struct incoming in = receive(c);

		if (in.reply_serial == mine) {
			need(in.type == RETURN, "the bus answers with an error");
			return in;
		}
	}
}

static struct connection *hello(const char *socket_name)
{
	struct connection *c = calloc(1, sizeof(*c));
	struct sockaddr_un a = {.sun_family = AF_UNIX};
	char auth[64] = "", uid[16];
	size_t n;

	snprintf(a.sun_path, sizeof(a.sun_path), "%s/%s", scratch, socket_name);
	c->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	need(connect(c->fd, (struct sockaddr *)&a, sizeof(a)) == 0, a.sun_path);
	snprintf(uid, sizeof(uid), "%u", geteuid());
	n = (size_t)sprintf(auth + 1, "AUTH EXTERNAL ") + 1;
	for (const char *s = uid; *s; s++)
		n += (size_t)sprintf(auth + n, "%02x", *s);
	n += (size_t)sprintf(auth + n, "\r\n");
	send_all(c->fd, auth, n);
	need(recv(c->fd, c->in, sizeof(c->in), 0) > 3 && memcmp(c->in, "OK ", 3) == 0,
	     "AUTH EXTERNAL");
	send_all(c->fd, "BEGIN\r\n", 7);
	method(c, "org.freedesktop.DBus", "org.freedesktop.DBus", "Hello", "", NULL, -1);
	answer(c);
	return c;
}

static void serve(const char *socket_name, int ready)
{
	struct connection *c = hello(socket_name);

	method(c, "org.freedesktop.DBus", "org.freedesktop.DBus", "RequestName", "su", SERVICE, -1);
	answer(c);
	need(write(ready, "", 1) == 1, "ready");
	for (;;) {
		struct incoming in = receive(c);
		size_t at = begin(c);

		if (in.type != CALL)
			continue;
		at = field(c->out, at, REPLY_SERIAL, 'u', NULL, in.serial);
		at = field(c->out, at, DESTINATION, 's', in.sender, 0);
		at = field(c->out, at, SIGNATURE, 'g', "ay", 0);
		finish(c, RETURN, at, NULL, in.size);
	}
}

static void trip(void *client, size_t size)
{
	struct connection *c = client;

	method(c, SERVICE, SERVICE, "Echo", "ay", NULL, (ssize_t)size);
	need(answer(c).size == size, "the answer's size");
}

#define BUS(id, text, starter)                          \
	static void id##_serve(int ready)               \
	{                                               \
		serve(#id, ready);                      \
	}                                               \
	static void *id##_connect(void)                 \
	{                                               \
		return hello(#id);                      \
	}                                               \
	static pid_t id##_pid;                          \
	static bool id##_start(void)                    \
	{                                               \
		id##_pid = starter(#id);                \
		return id##_pid > 0;                    \
	}                                               \
	static pid_t id##_broker(void)                  \
	{                                               \
		return id##_pid;                        \
	}                                               \
	struct contender id = {.name = text,            \
			       .start = id##_start,     \
			       .serve = id##_serve,     \
			       .connect = id##_connect, \
			       .trip = trip,            \
			       .broker = id##_broker}

BUS(dbus_daemon, "dbus-daemon", start_dbus_daemon);
BUS(dbus_broker, "dbus-broker", start_dbus_broker);
