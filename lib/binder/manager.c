/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
#include "lib/binder/manager.h"

#include "lib/binder/names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static void say(struct manager *m, const char *what, const char *name, pid_t who)
{
	if (m->log)
		m->log(what, name, who);
}

/* ---- peers ---- */

static void unlink_peer(struct manager_peer *p)
{
	struct manager_peer **at = &p->manager->peers;

	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
}

static void peer_put(struct manager_peer *p, struct binder_thread *t)
{
	if (--p->uses || p->leaving)
		return;
	p->leaving = true;
	unlink_peer(p);
	binder_unwatch(t, p->handle, &p->death);
}

static void peer_cleared(struct binder_death *d, struct binder_thread *t)
{
	struct manager_peer *p = (struct manager_peer *)d;

	binder_release(t, p->handle);
	free(p);
}

static void drop_entry(struct manager_entry **at, struct binder_thread *t)
{
	struct manager_entry *e = *at;

	*at = e->next;
	peer_put(e->peer, t);
	free(e->name);
	free(e);
}

static void drop_watch(struct manager_watch **at, struct binder_thread *t)
{
	struct manager_watch *w = *at;

	*at = w->next;
	peer_put(w->peer, t);
	free(w->name);
	free(w);
}

/* Its names and watches go; the last of them lets it go too. */
static void peer_dead(struct binder_death *d, struct binder_thread *t)
{
	struct manager_peer *p = (struct manager_peer *)d;
	struct manager *m = p->manager;
	struct manager_entry **e = &m->entries;
	struct manager_watch **w = &m->watches;

	if (p->leaving)
		return;
	p->uses++;
	while (*e) {
		if ((*e)->peer == p) {
			say(m, "gone", (*e)->name, 0);
			drop_entry(e, t);
		} else {
			e = &(*e)->next;
		}
	}
	while (*w) {
		if ((*w)->peer == p)
			drop_watch(w, t);
		else
			w = &(*w)->next;
	}
	peer_put(p, t);
}

static struct manager_peer *peer_get(struct manager *m, struct binder_thread *t, uint32_t handle)
{
	struct manager_peer *p;

	for (p = m->peers; p && p->handle != handle; p = p->next)
		;
	if (!p) {
		p = calloc(1, sizeof(*p));
		if (!p)
			return NULL;
		*p = (struct manager_peer){.death = {peer_dead, peer_cleared},
					   .manager = m,
					   .handle = handle,
					   .next = m->peers};
		m->peers = p;
		binder_acquire(t, handle);
		binder_watch(t, handle, &p->death);
	}
	p->uses++;
	return p;
}

/* ---- names ---- */

struct manager_entry *manager_find(struct manager *m, const char *name)
{
	struct manager_entry *e;

	for (e = m->entries; e && strcmp(e->name, name) != 0; e = e->next)
		;
	return e;
}

static bool is_for(const struct manager_watch *w, const struct manager_entry *e)
{
	size_t len = strlen(w->name);

	if (e->hidl && len && w->name[len - 1] == '/')
		return strncmp(w->name, e->name, len) == 0;
	return strcmp(w->name, e->name) == 0;
}

static void tell(struct binder_thread *t, struct manager_watch *w, struct manager_entry *e,
		 bool was_there)
{
	if (w->header == HEADER_HIDL)
		manager_tell_hidl(t, w, e, was_there);
	else
		manager_tell_aidl(t, w, e);
}

static struct manager_entry *new_entry(struct manager *m, const char *name)
{
	struct manager_entry *e = calloc(1, sizeof(*e)), **at = &m->entries;

	if (!e)
		return NULL;
	e->name = strdup(name);
	if (!e->name) {
		free(e);
		return NULL;
	}
	while (*at && strcmp((*at)->name, name) < 0)
		at = &(*at)->next;
	e->next = *at;
	*at = e;
	return e;
}

int manager_add(struct manager *m, struct binder_thread *t, const char *name, uint32_t handle,
		int32_t stability, bool hidl)
{
	struct manager_peer *peer = peer_get(m, t, handle);
	struct manager_entry *e = peer ? manager_find(m, name) : NULL;

	if (peer && !e)
		e = new_entry(m, name);
	if (!e) {
		if (peer)
			peer_put(peer, t);
		return -ENOMEM;
	}
	if (e->peer)
		peer_put(e->peer, t);
	e->peer = peer;
	e->stability = stability;
	e->hidl = hidl;
	/* Telling is oneway: nothing comes in between that could change the list. */
	for (struct manager_watch *w = m->watches; w; w = w->next) {
		if (is_for(w, e))
			tell(t, w, e, false);
	}
	return 0;
}

int manager_watch_add(struct manager *m, struct binder_thread *t, const char *name, uint32_t handle,
		      enum binder_header header)
{
	struct manager_watch *w = calloc(1, sizeof(*w));

	if (!w)
		return -ENOMEM;
	w->name = strdup(name);
	w->header = header;
	w->peer = w->name ? peer_get(m, t, handle) : NULL;
	if (!w->peer) {
		free(w->name);
		free(w);
		return -ENOMEM;
	}
	w->next = m->watches;
	m->watches = w;
	for (struct manager_entry *e = m->entries; e; e = e->next) {
		if (is_for(w, e))
			tell(t, w, e, true);
	}
	return 0;
}

bool manager_watch_remove(struct manager *m, struct binder_thread *t, const char *name,
			  uint32_t handle)
{
	for (struct manager_watch **w = &m->watches; *w; w = &(*w)->next) {
		if ((*w)->peer->handle == handle && strcmp((*w)->name, name) == 0) {
			drop_watch(w, t);
			return true;
		}
	}
	return false;
}

/* ---- calls ---- */

static int about_itself(struct binder_request *req, struct parcel *reply)
{
	switch (req->code) {
	case CODE_PING:
	case CODE_DUMP:
		return 0;
	case CODE_INTERFACE:
		parcel_str16(reply, NAMES_INTERFACE);
		return 0;
	case CODE_HIDL_PING:
		parcel_i32(reply, 0);
		return 0;
	case CODE_HIDL_DESCRIPTOR:
		parcel_i32(reply, 0);
		parcel_hidl_string(reply, NAMES_HIDL_INTERFACE);
		return 0;
	default:
		return -EBADMSG;
	}
}

static int manager_call(struct binder_object *self, struct binder_request *req, struct parcel *reply)
{
	struct manager *m = (struct manager *)self;
	enum binder_header header;
	char *interface = NULL;
	int err = about_itself(req, reply);

	if (err != -EBADMSG)
		return err;
	interface = protocol_guess(&req->data, &header);
	if (interface && strcmp(interface, NAMES_INTERFACE) == 0)
		err = manager_call_aidl(m, req, header, reply);
	else if (interface && strcmp(interface, NAMES_HIDL_INTERFACE) == 0)
		err = manager_call_hidl(m, req, reply);
	free(interface);
	return err;
}

void manager_init(struct manager *m, enum binder_names numbers)
{
	*m = (struct manager){.object = {.call = manager_call}, .numbers = numbers};
}
