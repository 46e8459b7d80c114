/*
 * pace.h -- how much of the pane may be on its way to the terminal.
 *
 * Kernels and ssh buffer seconds of output, so what was written says nothing
 * about what was painted. The terminal is asked (CSI 5 n) behind what is
 * painted; its answers show the rate and the round trip, and pane bytes wait
 * while a window of them is unanswered. The input row and the status line
 * never wait: their bytes are counted for the rate, not against the window.
 *
 * Pure: times are arguments, in ms of a clock that never steps.
 */
#ifndef TUI_PACE_H
#define TUI_PACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	PACE_WINDOW_FIRST = 4000,	/* bytes, before anything is known */
	PACE_WINDOW_MIN = 700,
	PACE_WINDOW_MAX = 64000,
	PACE_QUEUE_MS = 50,		/* of output that may queue up */
	PACE_ASK_BYTES = 256,		/* a question each so many bytes */
	PACE_DEAF_QUESTIONS = 3,	/* unanswered ... */
	PACE_DEAF_MS = 2000,		/* ... so long: it does not answer */
	PACE_ASK_AGAIN_MS = 600,	/* a pane that waits asks again */
	PACE_ASK_AGAIN_LEAST_MS = 200,	/* where answers use to come soon */
	PACE_QUESTIONS = 64,		/* on their way, at most */
	PACE_SAMPLES = 8,		/* the best of so many counts */
	PACE_FAST_BYTES = 1400,		/* so many at once, at such a rate: */
	PACE_FAST_RATE = 100 * 1000,	/* no link in between, bytes/s */
};

/* A question on its way, and what was known when it was asked. */
struct pace_question {
	int64_t asked_ms;
	uint64_t written;	/* bytes before it */
	uint64_t pane;		/* pane bytes before it */
	uint64_t painted;	/* bytes known to be painted then */
	int64_t since_ms;	/* the rate is taken from here on */
};

struct pace {
	uint64_t written;	/* bytes given to the terminal, ever */
	uint64_t pane;		/* of them pane bytes */
	uint64_t asked;		/* `written` at the last question */
	int64_t asked_ms;
	uint64_t painted;	/* `written` of the last answered question */
	uint64_t pane_painted;
	int64_t answered_ms;	/* when that answer came */
	int first;		/* the oldest question of the ring */
	int questions;
	struct pace_question ring[PACE_QUESTIONS];
	uint64_t windows[PACE_SAMPLES];	/* bytes, by the last answers */
	int nwindows;		/* ever; stops at 2 * PACE_SAMPLES */
	bool is_fast;		/* the terminal is near */
	int64_t shortest_ms;	/* round trip; -1: none seen yet */
	int silent;		/* questions asked since the last answer */
	int64_t silent_ms;	/* since when */
	bool deaf;		/* it does not answer: not asked any more */
};

/* No memory is held, so there is no release. */
void pace_init(struct pace *p);

/* `bytes` were given to the terminal, `pane` of them pane bytes. */
void pace_wrote(struct pace *p, size_t bytes, size_t pane);

/* Should CSI 5 n follow now? After writing it, say pace_asked. */
bool pace_wants_answer(const struct pace *p, int64_t now_ms);
void pace_asked(struct pace *p, int64_t now_ms);

/*
 * Nothing is known yet: ask within a frame too, each PACE_ASK_BYTES. Else the
 * time that a whole first frame takes would be held for the round trip.
 */
bool pace_is_new(const struct pace *p);

/* CSI 0 n came: the oldest question is answered. */
void pace_answered(struct pace *p, int64_t now_ms);

/* Pane bytes that may go now; SIZE_MAX for a terminal that is deaf. */
size_t pace_allowance(struct pace *p, int64_t now_ms);

/* Unanswered pane bytes that are allowed, PACE_WINDOW_MIN to _MAX; at least
 * PACE_WINDOW_FIRST for a terminal that is near. */
size_t pace_window(const struct pace *p);

/*
 * A pane that waits should look again after so many ms although no answer
 * came (to ask again, or not any more); -1: it need not wait.
 */
int64_t pace_wait_ms(const struct pace *p, int64_t now_ms);

/* The terminal may have been changed (resize, Ctrl-l): asks again. */
void pace_again(struct pace *p);

#endif
