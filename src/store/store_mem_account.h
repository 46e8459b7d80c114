/* store_mem_account.h -- accounts in memory. Only for store_mem.c. */
#ifndef STORE_STORE_MEM_ACCOUNT_H
#define STORE_STORE_MEM_ACCOUNT_H

#include <stdint.h>

struct account_row;
struct gather;
struct mem_accounts;
struct question;

struct mem_accounts *mem_accounts_new(void);
void mem_accounts_free(struct mem_accounts *m);
void mem_accounts_answer(struct mem_accounts *m, const struct question *q,
    struct gather *g);
void mem_accounts_load(const struct mem_accounts *m,
    void (*each)(void *ctx, const struct account_row *row), void *ctx);
uint64_t mem_accounts_high(const struct mem_accounts *m);

#endif
