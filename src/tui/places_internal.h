/*
 * places_internal.h -- a place of the program, for places.c, place_command.c
 * (/place), place_go.c (going there) and place_login.c (accounts).
 */
#ifndef TUI_PLACES_INTERNAL_H
#define TUI_PLACES_INTERNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "client/locator.h"
#include "client/login.h"
#include "tui/places.h"

struct keep;
struct uplink;
struct wish;

struct place_link {
	struct places *places;	/* borrowed */
	int number;		/* the model's */
	struct uplink *uplink;	/* owned */
	char *host;		/* owned; the first of them: its name in files */
	uint16_t port;
	enum locator_dialect dialect;
	bool tls;
	char *channels;		/* owned; joined now: "#a,#b" */
	bool is_started;
	bool was_here;		/* welcomed at least once */
	bool is_asked;		/* the person is, whom to trust */
	bool was_left;		/* by the person: /disconnect */
	struct login login;
};

/* "host" or "host:port". */
void place_host_words(const char *host, uint16_t port, char *out,
    size_t size);

/* As whom it is gone to: host and port are known, the uplink is not there. */
void place_login_init(struct place_link *p, const struct wish *w);

/* The place of that name; NULL name: of that host and port. NULL: none. */
struct place_link *place_find(const struct places *ps, const char *host,
    uint16_t port, const char *name);

/* For what is kept of it between two starts; all is borrowed. */
struct keep place_keep(const struct places *ps, const struct place_link *p);

#endif
