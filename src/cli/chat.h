/*
 * chat.h -- tcpchat alone: a conversation by prompts, line by line. Pure: what
 * is typed comes in, lines to print and the prompt come out.
 */
#ifndef CLI_CHAT_H
#define CLI_CHAT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/attr.h"
#include "cli/command.h"

extern const struct command command_chat;

/* What stands before the line being typed; borrowed until the next call. */
const char *chat_prompt(const struct cli *cli);

/* A line was typed, without its end; NULL: the end of what is typed. */
void chat_typed(struct cli *cli, const char *line);

/* Names and commands that begin like the word that `line` ends with, a line
 * of `out` each; returns the length of that word in bytes. */
size_t chat_complete(const struct cli *cli, const char *line,
    struct buf *out);

/* What is said on leaving; NULL: as the settings have it. Borrowed. */
const char *chat_quit_words(const struct cli *cli);

/* A line for the person; text of others is made harmless. */
void chat_say(struct cli *cli, const char *fmt, ...) ATTR_PRINTF(2, 3);

/* Whether a line that was typed is to be remembered: no name, no secret. */
bool chat_remembers(const struct cli *cli, const char *line);

#endif
