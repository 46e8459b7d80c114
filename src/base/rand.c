/* rand.c -- xoshiro256** (Blackman and Vigna), seeded by splitmix64. */
#include "config.h"

#include "base/rand.h"

#include <string.h>

#include "base/banned.h"

static uint64_t
rotate_left(uint64_t x, int bits)
{
	return x << bits | x >> (64 - bits);
}

void
rand_seed(struct rand *r, uint64_t seed)
{
	int i;

	for (i = 0; i < 4; i++) {
		uint64_t z;

		seed += UINT64_C(0x9e3779b97f4a7c15);
		z = seed;
		z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
		z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
		r->s[i] = z ^ z >> 31;
	}
}

uint64_t
rand_next(struct rand *r)
{
	uint64_t *s = r->s;
	uint64_t result = rotate_left(s[1] * 5, 7) * 9;
	uint64_t t = s[1] << 17;

	s[2] ^= s[0];
	s[3] ^= s[1];
	s[1] ^= s[2];
	s[0] ^= s[3];
	s[2] ^= t;
	s[3] = rotate_left(s[3], 45);
	return result;
}

uint64_t
rand_below(struct rand *r, uint64_t n)
{
	/* Below 2^64 mod n the small remainders would come once more. */
	uint64_t uneven = (UINT64_MAX - n + 1) % n;
	uint64_t x;

	do
		x = rand_next(r);
	while (x < uneven);
	return x % n;
}

void
rand_bytes(struct rand *r, void *out, size_t len)
{
	unsigned char *p = out;

	while (len > 0) {
		uint64_t x = rand_next(r);
		size_t n = len < sizeof x ? len : sizeof x;

		memcpy(p, &x, n);
		p += n;
		len -= n;
	}
}
