/* SPDX-License-Identifier: MIT OR GPL-2.0-only */
/*
 * Use a watchdog as a program does and print what it answers: the same text for the sample in a
 * process and in kernels, and for softdog but for the differences that the sample's README names.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/watchdog.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int fd;
static char *volatile nowhere = (char *)1;

static const char *outcome(long ret)
{
	return ret < 0 ? strerrorname_np(errno) : "ok";
}

/* A command that reads or writes an int; what it leaves there. */
static void command(const char *name, unsigned long cmd, int value)
{
	int arg = value;
	long ret = ioctl(fd, cmd, &arg);

	printf("%s(%d): %s", name, value, outcome(ret));
	if (ret >= 0)
		printf(" %#x", (unsigned int)arg);
	printf("\n");
}
#define COMMAND(cmd, value) command(#cmd, WDIOC_##cmd, value)

static void support(void)
{
	struct watchdog_info info;
	long ret = ioctl(fd, WDIOC_GETSUPPORT, &info);

	printf("GETSUPPORT: %s %#x %x '%.32s'\n", outcome(ret), info.options, info.firmware_version,
	       info.identity);
}

static void timeleft(int at_most)
{
	int left = -1;
	long ret = ioctl(fd, WDIOC_GETTIMELEFT, &left);

	printf("GETTIMELEFT: %s", outcome(ret));
	if (ret >= 0)
		printf(" %s", left >= at_most - 2 && left <= at_most ? "as it should be" : "wrong");
	printf("\n");
}

static void timeouts(void)
{
	static const int values[] = {30, 0, -1, 65536, 65535, 1, 20};

	COMMAND(GETTIMEOUT, -7);
	for (unsigned int i = 0; i < sizeof(values) / sizeof(values[0]); i++)
		COMMAND(SETTIMEOUT, values[i]);
	COMMAND(GETTIMEOUT, -7);
	timeleft(20);
	COMMAND(GETPRETIMEOUT, -7);
	COMMAND(SETPRETIMEOUT, 20);
	COMMAND(SETPRETIMEOUT, -1);
	COMMAND(SETPRETIMEOUT, 19);
	COMMAND(GETPRETIMEOUT, -7);
	COMMAND(SETTIMEOUT, 19);
	COMMAND(GETPRETIMEOUT, -7);
}

static void states(void)
{
	COMMAND(GETSTATUS, -7);
	COMMAND(GETSTATUS, -7);
	COMMAND(KEEPALIVE, -7);
	COMMAND(GETSTATUS, -7);
	COMMAND(GETBOOTSTATUS, -7);
	COMMAND(GETTEMP, -7);
}

static void options(void)
{
	COMMAND(SETOPTIONS, 0);
	COMMAND(SETOPTIONS, WDIOS_TEMPPANIC);
	COMMAND(SETOPTIONS, WDIOS_DISABLECARD);
	COMMAND(KEEPALIVE, -7);
	COMMAND(GETTIMEOUT, -7);
	COMMAND(SETOPTIONS, WDIOS_ENABLECARD);
	COMMAND(SETOPTIONS, WDIOS_DISABLECARD | WDIOS_ENABLECARD);
}

static void bad_calls(void)
{
	char byte;

	printf("bad pointer: %s\n", outcome(ioctl(fd, WDIOC_GETSUPPORT, nowhere)));
	printf("bad pointer: %s\n", outcome(ioctl(fd, WDIOC_SETTIMEOUT, nowhere)));
	printf("wrong size: %s\n", outcome(ioctl(fd, _IOR('W', 1, long), &byte)));
	printf("unknown: %s\n", outcome(ioctl(fd, _IO('W', 77), 0)));
	printf("read: %s\n", outcome(read(fd, &byte, 1)));
	printf("lseek: %s\n", outcome(lseek(fd, 0, SEEK_SET)));
	printf("bad write: %s\n", outcome(write(fd, nowhere, 1)));
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	fd = argc == 2 ? open(argv[1], O_RDWR | O_CLOEXEC) : -1;
	if (fd < 0) {
		fprintf(stderr, "usage: client NODE; %s\n", strerror(errno));
		return 2;
	}
	printf("second open: %s\n", outcome(open(argv[1], O_WRONLY)));
	support();
	states();
	timeouts();
	options();
	bad_calls();
	printf("write: %ld\n", (long)write(fd, "..V.", 4));
	COMMAND(GETSTATUS, -7);
	printf("empty write: %ld\n", (long)write(fd, "", 0));
	COMMAND(GETSTATUS, -7);
	printf("close: %s\n", outcome(close(fd)));
	return 0;
}
