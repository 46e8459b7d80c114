/*
 * speech.h -- who may say something, and where. Asked before a message is
 * posted: what is posted is said (DESIGN.md, chapter 2).
 */
#ifndef SERVER_SPEECH_H
#define SERVER_SPEECH_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/irc_numeric.h"

struct channel;
struct server;
struct user;

enum { REFUSAL_SIZE = 256 };

struct refusal {
	enum numeric why;		/* 0: it may be said */
	char text[REFUSAL_SIZE];	/* the last parameter of that numeric */
};

/* `passing`: a sign such as +typing, which slow mode lets through. */
struct refusal speech_to_channel(const struct server *s,
    const struct channel *ch, const struct user *u, bool passing);
struct refusal speech_to_user(const struct server *s, const struct user *from,
    const struct user *to);

/* MUTE: its words for leaving are dropped, too ... */
bool speech_is_muted(const struct server *s, const struct user *u);
/* ... and it sets no topic. */
struct refusal speech_in_topic(const struct server *s, const struct user *u);

/* A message of `u` to `ch` was posted: slow mode counts from now. */
void speech_posted(const struct server *s, const struct channel *ch,
    const struct user *u);

#endif
