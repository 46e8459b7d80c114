/*
 * rand.h -- seeded randomness: the same seed gives the same numbers.
 *
 * For jitter, tests and ids. Never for secrets: those come from the edge.
 */
#ifndef BASE_RAND_H
#define BASE_RAND_H

#include <stddef.h>
#include <stdint.h>

struct rand {
	uint64_t s[4];
};

void rand_seed(struct rand *r, uint64_t seed);
uint64_t rand_next(struct rand *r);

/* 0 <= result < n, each as likely; n is at least 1. */
uint64_t rand_below(struct rand *r, uint64_t n);

void rand_bytes(struct rand *r, void *out, size_t len);

#endif
