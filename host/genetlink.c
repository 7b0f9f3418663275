/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/* Families of a process: only in tests. Who listens gets the bytes that the kernel would send. */
#include "libc.h"

#include <linux/genetlink.h>

#include <cleat/fault.h>
#include <cleat/genetlink.h>
#include <cleat/sched.h>

struct message {
	struct message *next;
	size_t len;
	unsigned char bytes[];
};

struct host_genl_listener {
	struct host_genl_listener *next;
	const struct cleat_genl_family *family;
	unsigned int group;
	struct message *first, **last;
};

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static bool offered;
static struct cleat_genl_family *families;
static struct host_genl_listener *listeners;

void host_genl_offer(void)
{
	offered = true;
}

static struct cleat_genl_family **find_family(const char *name)
{
	struct cleat_genl_family **at = &families;

	while (*at && strcmp((*at)->name, name) != 0)
		at = &(*at)->next;
	return at;
}

int cleat_genl_register(struct cleat_genl_family *family)
{
	int err = 0;

	might_sleep();
	if (!offered)
		return -EOPNOTSUPP;
	if (cleat_fault(CLEAT_FAULT_ALLOC))
		return -ENOMEM;
	pthread_mutex_lock(&lock);
	if (*find_family(family->name)) {
		err = -EEXIST;
	} else {
		family->next = families;
		families = family;
		family->registered = true;
	}
	pthread_mutex_unlock(&lock);
	return err;
}

void cleat_genl_unregister(struct cleat_genl_family *family)
{
	might_sleep();
	pthread_mutex_lock(&lock);
	if (family->registered)
		*find_family(family->name) = family->next;
	family->registered = false;
	pthread_mutex_unlock(&lock);
}

/* ---- messages ---- */

static void put(struct message *m, const void *bytes, size_t n)
{
	memcpy(m->bytes + m->len, bytes, n);
	m->len += NLA_ALIGN(n);
}

/* A number as it lies in memory: on little-endian machines a u8 is the first byte of a u64. */
static void put_attr(struct message *m, const struct cleat_genl_attr *a)
{
	struct nlattr h = {.nla_len = (u16)(NLA_HDRLEN + __cleat_genl_len(a)), .nla_type = a->attr};

	put(m, &h, sizeof(h));
	if (a->kind == CLEAT_GENL_STRING)
		put(m, a->text, __cleat_genl_len(a));
	else
		put(m, &a->value, __cleat_genl_len(a));
}

static struct message *make(const struct cleat_genl_family *family, u8 cmd,
			    const struct cleat_genl_attr *attrs, size_t n, size_t room)
{
	struct message *m = calloc(1, sizeof(*m) + room);
	struct nlmsghdr h = {.nlmsg_len = (u32)room, .nlmsg_type = GENL_ID_CTRL + 1};
	struct genlmsghdr genl = {.cmd = cmd, .version = family->version};

	if (!m)
		abort();
	put(m, &h, sizeof(h));
	put(m, &genl, sizeof(genl));
	for (size_t i = 0; i < n; i++)
		if (attrs[i].kind != CLEAT_GENL_NONE)
			put_attr(m, &attrs[i]);
	return m;
}

/* The bytes of the whole message, or -EMSGSIZE. */
static ssize_t whole_len(const struct cleat_genl_attr *attrs, size_t n)
{
	size_t room = NLMSG_HDRLEN + GENL_HDRLEN;

	for (size_t i = 0; i < n; i++) {
		size_t len = __cleat_genl_len(&attrs[i]);

		if (len > 0xffff - NLA_HDRLEN)
			return -EMSGSIZE;
		room += attrs[i].kind == CLEAT_GENL_NONE ? 0 : NLA_HDRLEN + NLA_ALIGN(len);
	}
	return (ssize_t)room;
}

static bool listens(const struct host_genl_listener *l, const struct cleat_genl_family *family,
		    unsigned int group)
{
	return l->family == family && l->group == group;
}

int __cleat_genl_multicast(const struct cleat_genl_family *family, unsigned int group, u8 cmd,
			   const struct cleat_genl_attr *attrs, size_t n)
{
	ssize_t room = whole_len(attrs, n);
	int err = -ESRCH;

	might_sleep();
	if (group >= family->n_groups)
		return -EINVAL;
	pthread_mutex_lock(&lock);
	for (struct host_genl_listener *l = listeners; l; l = l->next) {
		if (!family->registered || !listens(l, family, group))
			continue;
		/* The kernel makes one message for all of them. */
		if (room < 0)
			err = (int)room;
		else if (err == -ESRCH)
			err = cleat_fault(CLEAT_FAULT_ALLOC) ? -ENOMEM : 0;
		if (err)
			break;
		*l->last = make(family, cmd, attrs, n, (size_t)room);
		l->last = &(*l->last)->next;
	}
	pthread_mutex_unlock(&lock);
	return err;
}

/* ---- those who listen ---- */

struct host_genl_listener *host_genl_listen(const char *family, const char *group)
{
	struct host_genl_listener *l = calloc(1, sizeof(*l));
	struct cleat_genl_family *f;

	if (!l)
		abort();
	pthread_mutex_lock(&lock);
	f = *find_family(family);
	while (f && l->group < f->n_groups && strcmp(f->groups[l->group].name, group) != 0)
		l->group++;
	if (f && l->group < f->n_groups) {
		l->family = f;
		l->last = &l->first;
		l->next = listeners;
		listeners = l;
	}
	pthread_mutex_unlock(&lock);
	if (l->family)
		return l;
	free(l);
	return NULL;
}

ssize_t host_genl_receive(struct host_genl_listener *l, void *buf, size_t size)
{
	struct message *m;
	ssize_t n = -EAGAIN;

	pthread_mutex_lock(&lock);
	m = l->first;
	if (m) {
		l->first = m->next;
		if (!l->first)
			l->last = &l->first;
		n = (ssize_t)m->len;
		memcpy(buf, m->bytes, m->len < size ? m->len : size);
	}
	pthread_mutex_unlock(&lock);
	free(m);
	return n;
}

void host_genl_end(struct host_genl_listener *l)
{
	struct host_genl_listener **at = &listeners;
	struct message *m;

	pthread_mutex_lock(&lock);
	while (*at != l)
		at = &(*at)->next;
	*at = l->next;
	pthread_mutex_unlock(&lock);
	while ((m = l->first)) {
		l->first = m->next;
		free(m);
	}
	free(l);
}
