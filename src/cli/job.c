/* job.c -- the messages of one input, taken and stored. */
#include "config.h"

#include "cli/job.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/xalloc.h"

#include "base/banned.h"

static const char heading[] = "tcpchat-send 1\n";

static void
keep_line(struct buf *keep, const char *word, const char *text)
{
	if (keep != NULL && !buf_addf(keep, "%s %s\n", word, text))
		abort();	/* at most an outbox in one turn */
}

void
job_release(struct job *j)
{
	size_t i;

	for (i = 0; i < j->npieces; i++)
		free(j->pieces[i].text);
	free(j->pieces);
	free(j->messages);
	memset(j, 0, sizeof *j);
}

static uint64_t
hash_bytes(uint64_t h, const char *p, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)	/* FNV-1a */
		h = (h ^ (unsigned char)p[i]) * UINT64_C(0x100000001b3);
	return h;
}

uint64_t
job_hash(const char *target, const char *text, size_t len)
{
	uint64_t h = hash_bytes(UINT64_C(0xcbf29ce484222325), target,
	    strlen(target) + 1);

	return hash_bytes(h, text, len);
}

void
job_take(struct job *j, uint64_t hash)
{
	if (j->count == j->cap) {
		j->cap = j->cap > 0 ? j->cap * 2 : 64;
		j->messages = xreallocarray(j->messages, j->cap,
		    sizeof *j->messages);
	}
	j->messages[j->count++] = (struct job_message){ .hash = hash };
}

static void
add_piece(struct job *j, const char *id, const char *text)
{
	struct piece *p;

	if (j->npieces == j->pieces_cap) {
		j->pieces_cap = j->pieces_cap > 0 ? j->pieces_cap * 2 : 64;
		j->pieces = xreallocarray(j->pieces, j->pieces_cap,
		    sizeof *j->pieces);
	}
	p = &j->pieces[j->npieces++];
	memset(p, 0, sizeof *p);
	str_copy(p->id, sizeof p->id, id);
	p->message = j->count - 1;
	p->text = xstrdup(text);
	j->messages[p->message].open++;
}

void
job_add_piece(struct job *j, const char *id, const char *target,
    const char *text, struct buf *keep)
{
	size_t size = strlen(target) + strlen(text) + 2;
	char *both = xmalloc(size);

	snprintf(both, size, "%s %s", target, text);
	add_piece(j, id, both);
	if (keep != NULL && !buf_addf(keep, "piece %s %s\n", id, both))
		abort();
	free(both);
}

void
job_taken(struct job *j, struct buf *keep)
{
	const struct job_message *m = &j->messages[j->count - 1];
	char text[64];

	snprintf(text, sizeof text, "%016" PRIx64 " %zu", m->hash, m->open);
	keep_line(keep, "taken", text);
}

struct piece *
job_find(struct job *j, const char *id)
{
	size_t i;

	for (i = 0; i < j->npieces; i++)
		if (str_eq(j->pieces[i].id, id))
			return &j->pieces[i];
	return NULL;
}

void
job_stored(struct job *j, struct piece *p, struct buf *keep)
{
	size_t i = (size_t)(p - j->pieces);

	keep_line(keep, "stored", p->id);
	if (p->message < j->count && --j->messages[p->message].open == 0)
		j->stored++;
	free(p->text);
	j->npieces--;
	memmove(p, p + 1, (j->npieces - i) * sizeof *p);
}

/* Pieces on their way stay: they were said, only by an older input. */
void
job_forget(struct job *j, size_t from, struct buf *keep)
{
	char text[32];
	size_t i;

	snprintf(text, sizeof text, "%zu", from);
	keep_line(keep, "forget", text);
	for (i = from; i < j->count; i++)
		if (j->messages[i].open == 0)
			j->stored--;
	for (i = 0; i < j->npieces; i++)
		if (j->pieces[i].message >= from)
			j->pieces[i].message = SIZE_MAX;
	j->count = from;
}

bool
job_outbox(const struct job *j, struct buf *out)
{
	bool ok = true;
	size_t i;

	for (i = 0; i < j->npieces; i++)
		ok = ok && buf_addf(out, "written text %s %s\n",
		    j->pieces[i].id, j->pieces[i].text);
	return ok;
}

/* --- Reading --------------------------------------------------------------- */

static bool
read_hash(const char *text, uint64_t *hash, size_t *n)
{
	char *end;

	*hash = strtoull(text, &end, 16);
	if (end != text + 16 || *end != ' ')
		return false;
	*n = (size_t)strtoull(end + 1, &end, 10);
	return *end == '\0';
}

/* The `n` pieces at the end of `open` are the next message. */
static bool
read_taken(struct job *j, struct job *open, const char *text)
{
	uint64_t hash;
	size_t n, i;

	if (!read_hash(text, &hash, &n) || n > open->npieces)
		return false;
	job_take(j, hash);
	for (i = open->npieces - n; i < open->npieces; i++)
		add_piece(j, open->pieces[i].id, open->pieces[i].text);
	job_release(open);
	return true;
}

static bool
read_piece(struct job *open, const char *text)
{
	char id[ID_SIZE];

	if (strlen(text) < ID_LEN + 2 || text[ID_LEN] != ' ')
		return false;
	memcpy(id, text, ID_LEN);
	id[ID_LEN] = '\0';
	if (open->count == 0)
		job_take(open, 0);
	add_piece(open, id, text + ID_LEN + 1);
	return id_valid(id);
}

static bool
read_line(struct job *j, struct job *open, const char *line)
{
	struct piece *p;
	int64_t from;

	if (str_starts(line, "piece "))
		return read_piece(open, line + 6);
	if (str_starts(line, "taken "))
		return read_taken(j, open, line + 6);
	if (str_starts(line, "forget ") && str_to_int64(line + 7, 0,
	    (int64_t)j->count, &from)) {
		job_forget(j, (size_t)from, NULL);
		return true;
	}
	if (!str_starts(line, "stored "))
		return false;
	p = job_find(j, line + 7);
	if (p != NULL)
		job_stored(j, p, NULL);
	return true;
}

bool
job_read(struct job *j, const char *text, size_t len, size_t *good)
{
	struct job open = { .count = 0 };
	const char *eol;
	char *line;
	size_t at = sizeof heading - 1;
	bool ok = true;

	*good = 0;
	if (len < at)
		return memcmp(text, heading, len) == 0;
	if (memcmp(text, heading, at) != 0)
		return false;
	*good = at;
	while (ok && (eol = memchr(text + at, '\n', len - at)) != NULL) {
		line = xstrndup(text + at, (size_t)(eol - text) - at);
		ok = read_line(j, &open, line);
		free(line);
		at = (size_t)(eol - text) + 1;
		if (ok && open.npieces == 0)
			*good = at;
	}
	job_release(&open);
	return ok;
}
