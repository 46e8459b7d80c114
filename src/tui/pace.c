/* pace.c -- the window of pane bytes that a terminal has not yet painted. */
#include "config.h"

#include "tui/pace.h"

#include <string.h>

#include "base/banned.h"

static struct pace_question *
question(struct pace *p, int n)
{
	return &p->ring[(p->first + n) % PACE_QUESTIONS];
}

void
pace_init(struct pace *p)
{
	memset(p, 0, sizeof *p);
	p->shortest_ms = -1;
}

void
pace_wrote(struct pace *p, size_t bytes, size_t pane)
{
	p->written += bytes;
	p->pane += pane;
}

static bool
is_full(const struct pace *p)
{
	return !p->deaf && p->pane - p->pane_painted >= pace_window(p);
}

static int64_t
ask_again_ms(const struct pace *p)
{
	int64_t ms = 4 * (PACE_QUEUE_MS + p->shortest_ms);

	if (p->shortest_ms < 0 || ms > PACE_ASK_AGAIN_MS)
		return PACE_ASK_AGAIN_MS;
	return ms > PACE_ASK_AGAIN_LEAST_MS ? ms : PACE_ASK_AGAIN_LEAST_MS;
}

/* When the last sign of life was, or the last call for one. */
static int64_t
waits_since(const struct pace *p)
{
	return p->asked_ms > p->answered_ms ? p->asked_ms : p->answered_ms;
}

bool
pace_wants_answer(const struct pace *p, int64_t now_ms)
{
	if (p->deaf || p->questions == PACE_QUESTIONS)
		return false;
	if (p->written - p->asked >= PACE_ASK_BYTES)
		return true;
	return is_full(p) && now_ms - waits_since(p) >= ask_again_ms(p);
}

bool
pace_is_new(const struct pace *p)
{
	return p->nwindows < PACE_SAMPLES;
}

/*
 * Answers come in the order of the questions, without a number. One that was
 * lost on the way would be missing for ever: when a full window waits too
 * long, the questions before count as lost.
 */
static void
forget_lost(struct pace *p, int64_t now_ms)
{
	if (is_full(p) && p->questions > 0 &&
	    now_ms - waits_since(p) >= ask_again_ms(p))
		p->questions = 0;
}

static void
count_silence(struct pace *p, int64_t now_ms)
{
	if (p->silent++ == 0)
		p->silent_ms = now_ms;
}

void
pace_asked(struct pace *p, int64_t now_ms)
{
	struct pace_question *q;
	bool idle;

	forget_lost(p, now_ms);
	count_silence(p, now_ms);
	q = question(p, p->questions);
	idle = p->questions == 0;
	q->asked_ms = now_ms;
	q->written = p->written;
	q->pane = p->pane;
	q->painted = p->painted;
	/* A pause in which nothing was written is not the terminal's rate. */
	q->since_ms = idle ? now_ms : p->answered_ms;
	if (idle)
		q->painted = p->asked;
	p->questions++;
	p->asked = p->written;
	p->asked_ms = now_ms;
}

/*
 * What the answer to `q` says: the rate seen x (50 ms + shortest round trip).
 * An idle link may take a burst at once, which is no rate: so a sample counts
 * for at most twice the bytes that it was made of.
 */
static void
note_sample(struct pace *p, const struct pace_question *q, int64_t now_ms)
{
	uint64_t ms = now_ms > q->since_ms ? (uint64_t)(now_ms - q->since_ms) :
	    1;
	uint64_t bytes = q->written - q->painted;
	uint64_t window = bytes * (uint64_t)(PACE_QUEUE_MS + p->shortest_ms) /
	    ms;

	if (window > 2 * bytes)
		window = 2 * bytes;
	p->windows[p->nwindows % PACE_SAMPLES] = window;
	if (++p->nwindows == 2 * PACE_SAMPLES)
		p->nwindows = PACE_SAMPLES;
	if (bytes >= PACE_FAST_BYTES && bytes * 1000 / ms >= PACE_FAST_RATE)
		p->is_fast = true;
	else if (ms > PACE_QUEUE_MS)
		p->is_fast = false;
}

void
pace_answered(struct pace *p, int64_t now_ms)
{
	struct pace_question *q = question(p, 0);
	int64_t trip;

	p->silent = 0;
	if (p->questions == 0) {
		if (p->deaf)
			pace_again(p);	/* late, but it does answer */
		return;
	}
	trip = now_ms - q->asked_ms;
	if (p->shortest_ms < 0 || trip < p->shortest_ms)
		p->shortest_ms = trip;
	note_sample(p, q, now_ms);
	p->painted = q->written;
	p->pane_painted = q->pane;
	p->answered_ms = now_ms;
	p->first = (p->first + 1) % PACE_QUESTIONS;
	p->questions--;
	p->silent = p->questions;
	p->silent_ms = now_ms;
}

size_t
pace_window(const struct pace *p)
{
	uint64_t best = p->is_fast ? PACE_WINDOW_FIRST : PACE_WINDOW_MIN;
	int i, n = p->nwindows < PACE_SAMPLES ? p->nwindows : PACE_SAMPLES;

	if (n == 0)
		return PACE_WINDOW_FIRST;
	for (i = 0; i < n; i++)
		if (p->windows[i] > best)
			best = p->windows[i];
	return best < PACE_WINDOW_MAX ? (size_t)best : PACE_WINDOW_MAX;
}

/* Too many questions have been without an answer for too long. */
static bool
is_deaf(const struct pace *p, int64_t now_ms)
{
	return p->silent >= PACE_DEAF_QUESTIONS &&
	    now_ms - p->silent_ms >= PACE_DEAF_MS;
}

size_t
pace_allowance(struct pace *p, int64_t now_ms)
{
	if (is_deaf(p, now_ms)) {
		p->deaf = true;
		p->questions = p->silent = 0;
	}
	if (p->deaf)
		return SIZE_MAX;
	if (is_full(p))
		return 0;
	return pace_window(p) - (size_t)(p->pane - p->pane_painted);
}

int64_t
pace_wait_ms(const struct pace *p, int64_t now_ms)
{
	int64_t at = waits_since(p) + ask_again_ms(p);

	if (!is_full(p))
		return -1;
	if (p->silent >= PACE_DEAF_QUESTIONS &&
	    p->silent_ms + PACE_DEAF_MS < at)
		at = p->silent_ms + PACE_DEAF_MS;
	return at > now_ms ? at - now_ms : 0;
}

void
pace_again(struct pace *p)
{
	p->deaf = false;
	p->questions = p->silent = 0;
	p->asked = p->written;
	p->painted = p->written;
	p->pane_painted = p->pane;
}
