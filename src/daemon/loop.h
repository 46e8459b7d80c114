/*
 * loop.h -- the loop of tcpchatd, and what happens once per turn.
 *
 * A turn: wait; the clock is read and the server told (loop_begin_turn, by
 * whatever happens first); events of sockets are handled; timeouts; what the
 * turn has posted goes to the bus; every client whose queue grew is written
 * once; those that are done are freed.
 */
#ifndef DAEMON_LOOP_H
#define DAEMON_LOOP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "base/time.h"
#include "daemon/conn.h"

struct bus;
struct conn;
struct err;
struct event_base;
struct gate;
struct hasher;
struct listeners;
struct loop;
struct server;
struct store;

/* `event_method`: select, poll, epoll or auto. NULL: the machine has none
 * like it. */
struct loop *loop_new(const char *event_method, struct err *e) ATTR_USE_RESULT;
/* All clients end as they are. NULL is fine. */
void loop_free(struct loop *l);

struct event_base *loop_base(const struct loop *l);
/* The highest descriptor that can be waited for; 0: no bound. */
int loop_fd_max(const struct loop *l);
const char *loop_method(const struct loop *l);

/* Whom the loop drives; all three are borrowed and outlive loop_run(). */
void loop_attach(struct loop *l, struct server *server, struct bus *bus,
    struct store *store);
/* What newcomers meet from now on. */
void loop_set_gate(struct loop *l, const struct gate *gate);
/* Whose answers go to the server, too; borrowed likewise. */
void loop_attach_hasher(struct loop *l, struct hasher *hasher);
/* Closed when the loop is to stop. */
void loop_take_listeners(struct loop *l, struct listeners *take);

/* Returns after loop_stop(), when everyone was told and everything that was
 * acknowledged is stored, or when 4 s have passed. */
void loop_run(struct loop *l);
/* Asked again, it ends without waiting. `reason` is told to everyone. */
void loop_stop(struct loop *l, const char *reason);

/* The clock of this turn. */
struct now loop_now(const struct loop *l);
/* The clock of this moment. */
struct now loop_clock(void);

/* For what happens in a turn: first thing of every callback. */
void loop_begin_turn(struct loop *l);
/* A result was asked for (a store without a descriptor must be polled). */
void loop_asked(struct loop *l);

/* For conn.c. */
struct server *loop_server(const struct loop *l);
/* Hangs it at the end of `list`. */
void loop_move(struct loop *l, struct conn *c, enum conn_list list);
/* The first of `list`, NULL: nobody is there. */
struct conn *loop_first(const struct loop *l, enum conn_list list);
/* How many are in a handshake. */
size_t loop_nshaking(const struct loop *l);
/* A step of a handshake costs a millisecond of everybody's time: false when
 * this turn has none left. */
bool loop_take_step(struct loop *l);
const struct gate *loop_gate(const struct loop *l);
/* conn_read() in the next turn, which does not wait. */
void loop_again(struct loop *l, struct conn *c);
void loop_forget(struct loop *l, struct conn *c);

#endif
