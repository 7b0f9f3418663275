/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * A service and clients on libgbinder, which its own tools lack: programs as somebody writes them who
 * has never heard of Cleat.
 *
 *	gbinder service DEVICE NAME INTERFACE	serve NAME; code 1 adds one and turns text round
 *	gbinder call DEVICE NAME INTERFACE	call it and print what comes back
 *	gbinder watch DEVICE NAME		say "registered" when somebody takes the name
 *	gbinder mourn DEVICE NAME		say "alive", then "dead" when it is
 */
#include <gbinder.h>
#include <glib.h>
#include <stdio.h>
#include <string.h>

static GMainLoop *loop;
static gboolean hidl;

static GBinderLocalReply *serve(GBinderLocalObject *obj, GBinderRemoteRequest *req, guint code,
				guint flags, int *status, void *user_data)
{
	GBinderLocalReply *reply;
	GBinderReader reader;
	gint32 number = 0;
	char *text;

	(void)flags, (void)user_data;
	if (code != 1) {
		*status = GBINDER_STATUS_FAILED;
		return NULL;
	}
	gbinder_remote_request_init_reader(req, &reader);
	gbinder_reader_read_int32(&reader, &number);
	text = hidl ? gbinder_reader_read_hidl_string(&reader) : gbinder_reader_read_string16(&reader);
	reply = gbinder_local_object_new_reply(obj);
	gbinder_local_reply_append_int32(reply, number + 1);
	if (text)
		g_strreverse(text);
	if (hidl)
		gbinder_local_reply_append_hidl_string(reply, text ? text : "nothing");
	else
		gbinder_local_reply_append_string16(reply, text ? text : "nothing");
	/* HIDL's strings are not copied. */
	gbinder_local_reply_cleanup(reply, g_free, text);
	*status = GBINDER_STATUS_OK;
	return reply;
}

static void added(GBinderServiceManager *sm, int status, void *name)
{
	(void)sm;
	printf("%s: %s %d\n", (char *)name, status == GBINDER_STATUS_OK ? "added" : "not added", status);
	fflush(stdout);
	if (status != GBINDER_STATUS_OK)
		g_main_loop_quit(loop);
}

static int run_service(GBinderServiceManager *sm, char *name, const char *interface)
{
	GBinderLocalObject *obj = gbinder_servicemanager_new_local_object(sm, interface, serve, NULL);

	gbinder_servicemanager_add_service(sm, name, obj, added, name);
	g_main_loop_run(loop);
	gbinder_local_object_unref(obj);
	return 1;
}

static int run_call(GBinderServiceManager *sm, const char *name, const char *interface)
{
	GBinderRemoteObject *remote = gbinder_servicemanager_get_service_sync(sm, name, NULL);
	GBinderClient *client = remote ? gbinder_client_new(remote, interface) : NULL;
	GBinderLocalRequest *req = client ? gbinder_client_new_request(client) : NULL;
	GBinderRemoteReply *reply;
	GBinderReader reader;
	gint32 number = 0;
	char *text;
	int status;

	if (!req) {
		printf("no service %s\n", name);
		return 1;
	}
	gbinder_local_request_append_int32(req, 41);
	if (hidl)
		gbinder_local_request_append_hidl_string(req, "redniB");
	else
		gbinder_local_request_append_string16(req, "redniB");
	reply = gbinder_client_transact_sync_reply(client, 1, req, &status);
	if (!reply) {
		printf("call: status %d\n", status);
		return 1;
	}
	gbinder_remote_reply_init_reader(reply, &reader);
	gbinder_reader_read_int32(&reader, &number);
	text = hidl ? gbinder_reader_read_hidl_string(&reader) : gbinder_reader_read_string16(&reader);
	printf("%d %s\n", number, text);
	g_free(text);
	gbinder_remote_reply_unref(reply);
	gbinder_local_request_unref(req);
	gbinder_client_unref(client);
	return 0;
}

static void registered(GBinderServiceManager *sm, const char *name, void *user_data)
{
	(void)sm, (void)user_data;
	printf("registered %s\n", name);
	fflush(stdout);
	g_main_loop_quit(loop);
}

static int run_watch(GBinderServiceManager *sm, const char *name)
{
	gbinder_servicemanager_add_registration_handler(sm, name, registered, NULL);
	puts("watching");
	fflush(stdout);
	g_main_loop_run(loop);
	return 0;
}

static void dead(GBinderRemoteObject *obj, void *user_data)
{
	(void)obj, (void)user_data;
	puts("dead");
	g_main_loop_quit(loop);
}

static int run_mourn(GBinderServiceManager *sm, const char *name)
{
	GBinderRemoteObject *remote = gbinder_servicemanager_get_service_sync(sm, name, NULL);

	if (!remote)
		return 1;
	gbinder_remote_object_ref(remote);
	gbinder_remote_object_add_death_handler(remote, dead, NULL);
	puts("alive");
	fflush(stdout);
	g_main_loop_run(loop);
	return 0;
}

int main(int argc, char **argv)
{
	GBinderServiceManager *sm;

	if (argc < 4 || !(sm = gbinder_servicemanager_new(argv[2]))) {
		fputs("gbinder: no device, or wrong usage\n", stderr);
		return 2;
	}
	loop = g_main_loop_new(NULL, FALSE);
	hidl = strstr(argv[2], "hwbinder") != NULL;
	if (!gbinder_servicemanager_wait(sm, 20000))
		return fputs("gbinder: no service manager\n", stderr), 2;
	if (strcmp(argv[1], "service") == 0 && argc == 5)
		return run_service(sm, argv[3], argv[4]);
	if (strcmp(argv[1], "call") == 0 && argc == 5)
		return run_call(sm, argv[3], argv[4]);
	if (strcmp(argv[1], "watch") == 0)
		return run_watch(sm, argv[3]);
	if (strcmp(argv[1], "mourn") == 0)
		return run_mourn(sm, argv[3]);
	return 2;
}
