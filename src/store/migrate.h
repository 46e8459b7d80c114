/* migrate.h -- from the schema of an older release to that of schema.sql. */
#ifndef STORE_MIGRATE_H
#define STORE_MIGRATE_H

enum { MIGRATE_VERSION = 2 };	/* user_version in schema.sql */

/*
 * The SQL that brings a database of schema `version` to version + 1; it is
 * run in a transaction that also raises user_version. NULL: no such release.
 */
const char *migrate_step(int version);

#endif
