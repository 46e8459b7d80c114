-- migrate_1.sql -- from schema 1 to 2: what schema.sql has that schema 1 had
-- not. It is run in one transaction. A column that a table gains stands at the
-- end of that table in schema.sql too; store_schema_test compares the two.

INSERT INTO meta (name, value) VALUES ('indexed', 0), ('unmerged', 0);

CREATE VIRTUAL TABLE search USING fts5 (
	text,
	content = 'messages',
	content_rowid = 'number',
	columnsize = 0,
	tokenize = 'tcpchat'
);
CREATE TRIGGER messages_deleted AFTER DELETE ON messages
BEGIN
	UPDATE meta SET value = 1 WHERE name = 'unmerged' AND value = 0;
	INSERT INTO search (search, rowid, text)
	SELECT 'delete', old.number, old.text FROM meta
	WHERE name = 'indexed' AND old.number <= value
	AND old.text IS NOT NULL;
END;
CREATE TRIGGER messages_changed AFTER UPDATE OF text ON messages
BEGIN
	UPDATE meta SET value = 1 WHERE name = 'unmerged' AND value = 0;
	INSERT INTO search (search, rowid, text)
	SELECT 'delete', old.number, old.text FROM meta
	WHERE name = 'indexed' AND old.number <= value
	AND old.text IS NOT NULL;
	INSERT INTO search (rowid, text)
	SELECT new.number, new.text FROM meta
	WHERE name = 'indexed' AND new.number <= value
	AND new.text IS NOT NULL;
END;

CREATE TABLE events (
	talk    INTEGER NOT NULL,
	number  INTEGER NOT NULL,
	msgid   TEXT NOT NULL,
	time_ms INTEGER NOT NULL,
	sender  INTEGER NOT NULL,
	source  TEXT NOT NULL,
	account TEXT,
	target  TEXT,
	kind    INTEGER NOT NULL,
	text    TEXT,
	subject TEXT,
	PRIMARY KEY (number, talk)
) WITHOUT ROWID;
CREATE INDEX events_talk ON events (talk, number);
CREATE TRIGGER events_deleted AFTER DELETE ON events
BEGIN
	UPDATE meta SET value = 1 WHERE name = 'unmerged' AND value = 0;
END;

ALTER TABLE channels ADD COLUMN slow_s INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channels ADD COLUMN metadata TEXT;
ALTER TABLE channels ADD COLUMN spells TEXT;
ALTER TABLE channels ADD COLUMN founder INTEGER NOT NULL DEFAULT 0;
ALTER TABLE channels ADD COLUMN access TEXT;

CREATE TABLE accounts (
	number        INTEGER PRIMARY KEY,
	name          TEXT NOT NULL,
	folded        TEXT NOT NULL UNIQUE,
	looks         TEXT NOT NULL,
	registered_ms INTEGER NOT NULL,
	flags         INTEGER NOT NULL,
	iterations    INTEGER NOT NULL,
	salt          BLOB,
	stored_key    BLOB,
	server_key    BLOB
);
CREATE INDEX accounts_looks ON accounts (looks);
CREATE TABLE account_certs (
	fingerprint TEXT NOT NULL PRIMARY KEY,
	account     INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX account_certs_account ON account_certs (account);

CREATE TABLE bans (
	number     INTEGER PRIMARY KEY,
	kind       INTEGER NOT NULL,	-- 1 KLINE, 2 DLINE, 3 MUTE
	mask       TEXT NOT NULL,
	setter     TEXT NOT NULL,
	reason     TEXT NOT NULL,
	set_ms     INTEGER NOT NULL,
	expires_ms INTEGER NOT NULL	-- 0: never
);

CREATE TABLE belongings (
	number  INTEGER PRIMARY KEY,
	account INTEGER NOT NULL,
	kind    INTEGER NOT NULL,
	text    TEXT NOT NULL
);
