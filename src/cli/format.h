/* format.h -- messages as lines: for people, and as JSON for programs. */
#ifndef CLI_FORMAT_H
#define CLI_FORMAT_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct session_line;

/* How times, targets and the own name are shown. */
struct format {
	const char *lobby;	/* shown as ALL; "": none */
	const char *own;	/* what we are called: "you", or our nick */
	bool is_private;	/* the target is a person */
	bool with_date;		/* else the time of day alone */
	int32_t zone_s;		/* seconds east of Greenwich */
	const struct session_line *answered;	/* by the line; NULL: none,
						 * or it is not known */
};

/* Text of others for a terminal: what would steer it is shown as <U+001B>. */
void format_text(struct buf *out, const char *text);

/* The first words of a line, in quotes, as they are shown in other lines. */
void format_quote(struct buf *out, const struct session_line *line);

/* "09:12 frank to you: did you see that": a whole line, with its end. */
void format_line(struct buf *out, const struct format *f, const char *target,
    const struct session_line *line);

/* {"time":...}: a whole line, with its end. Times are UTC. */
void format_json(struct buf *out, const struct format *f, const char *target,
    const struct session_line *line);

/* A message of a person, not somebody's coming or going. */
bool format_is_message(const struct session_line *line);

#endif
