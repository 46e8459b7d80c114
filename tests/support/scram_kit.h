/* scram_kit.h -- the client's side of SCRAM-SHA-256, for tests. */
#ifndef SUPPORT_SCRAM_KIT_H
#define SUPPORT_SCRAM_KIT_H

#include <stdbool.h>
#include <stddef.h>

struct sasl_verifier;

/* What a store keeps of `password`: a salt of one byte's repetition. */
void scram_kit_verifier(struct sasl_verifier *v, const char *password,
    unsigned char salt, unsigned iterations);

/*
 * The client's last message, in answer to `server_first`. `header` is the
 * gs2-header with the bytes of the channel behind it; `bare` the rest of its
 * first message.
 */
void scram_kit_final(char *out, size_t size, const char *password,
    const void *header, size_t header_len, const char *bare,
    const char *server_first);

#endif
