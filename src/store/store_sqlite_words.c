/* store_sqlite_words.c -- FTS5 cuts texts as base/words.h does. */
#include "config.h"

#include <sqlite3.h>

#include "base/words.h"
#include "store/store_sqlite_internal.h"

#include "base/banned.h"

/* It has no state; FTS5 only wants something to point at. */
static int nothing;

static int
make(void *ctx, const char **args, int nargs, Fts5Tokenizer **out)
{
	(void)ctx;
	(void)args;
	(void)nargs;
	*out = (Fts5Tokenizer *)&nothing;
	return SQLITE_OK;
}

static void
end(Fts5Tokenizer *t)
{
	(void)t;
}

static int
cut(Fts5Tokenizer *t, void *ctx, int flags, const char *text, int len,
    int (*token)(void *, int, const char *, int, int, int))
{
	struct words words = { .text = text, .len = (size_t)len };
	struct word word;
	int rc = SQLITE_OK;

	(void)t;
	(void)flags;
	while (rc == SQLITE_OK && words_next(&words, &word))
		rc = token(ctx, 0, word.folded, (int)word.len, (int)word.from,
		    (int)word.to);
	return rc;
}

/* https://sqlite.org/fts5.html, 7: Extending FTS5 */
static fts5_api *
api_of(sqlite3 *db)
{
	fts5_api *api = NULL;
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &stmt, NULL) ==
	    SQLITE_OK) {
		sqlite3_bind_pointer(stmt, 1, &api, "fts5_api_ptr", NULL);
		sqlite3_step(stmt);
	}
	sqlite3_finalize(stmt);
	return api;
}

bool
words_register(sqlite3 *db)
{
	fts5_tokenizer calls = { make, end, cut };
	fts5_api *api = api_of(db);

	return api != NULL && api->xCreateTokenizer(api, "tcpchat", NULL,
	    &calls, NULL) == SQLITE_OK;
}
