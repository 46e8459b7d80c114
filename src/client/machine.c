/* machine.c -- the clock, randomness and the name of the person. */
#include "config.h"

#include "client/machine.h"

#include <pwd.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

#include "base/banned.h"

static int64_t
milliseconds(struct timespec t)
{
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

struct now
machine_now(void)
{
	struct timespec mono, wall;

	clock_gettime(CLOCK_MONOTONIC, &mono);
	clock_gettime(CLOCK_REALTIME, &wall);
	return (struct now){
		.mono_ms = milliseconds(mono), .wall_ms = milliseconds(wall),
	};
}

int32_t
machine_zone_seconds(int64_t wall_ms)
{
	time_t t = (time_t)(wall_ms / 1000);
	struct tm tm;

	return localtime_r(&t, &tm) != NULL ? (int32_t)tm.tm_gmtoff : 0;
}

uint64_t
machine_seed(void)
{
	uint64_t value;

	if (getrandom(&value, sizeof value, 0) != (ssize_t)sizeof value)
		abort();	/* no randomness: ids would repeat */
	return value;
}

const char *
machine_login(void)
{
	static const char *const variables[] = { "LOGNAME", "USER" };
	const struct passwd *who;
	size_t i;

	for (i = 0; i < sizeof variables / sizeof *variables; i++) {
		const char *name = getenv(variables[i]);

		if (name != NULL && name[0] != '\0')
			return name;
	}
	who = getpwuid(getuid());
	return who != NULL ? who->pw_name : "guest";
}
