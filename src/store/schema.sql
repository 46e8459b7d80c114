-- schema.sql -- the tables of a new database. Each has its chapter in
-- doc/STORE.md. Changed only together with migrate.c: databases in use are
-- brought here step by step. Comments do not reach the program.

PRAGMA page_size = 4096;
PRAGMA auto_vacuum = INCREMENTAL;
PRAGMA application_id = 1952670568;	-- "tcch"
PRAGMA user_version = 2;		-- MIGRATE_VERSION

-- 'high': no number up to this one is handed out again.
-- 'indexed': messages up to this number can be found by their words.
-- 'unmerged': 1: traces of deleted messages are to be removed.
CREATE TABLE meta (
	name  TEXT NOT NULL PRIMARY KEY,
	value INTEGER
) WITHOUT ROWID;
INSERT INTO meta (name, value) VALUES ('indexed', 0), ('unmerged', 0);

-- The order number is the order; nothing is sorted by msgid or time.
CREATE TABLE messages (
	number   INTEGER PRIMARY KEY,	-- order number
	talk     INTEGER NOT NULL,	-- channels.number, or pairs.talk (below 0)
	msgid    TEXT NOT NULL UNIQUE,
	time_ms  INTEGER NOT NULL,
	sender   INTEGER NOT NULL,	-- number of the user
	source   TEXT NOT NULL,		-- nick!user@host
	account  TEXT,
	target   TEXT,			-- the nick addressed, or "@#channel"
	kind     INTEGER NOT NULL,	-- 1 PRIVMSG, 2 NOTICE, 3 TAGMSG;
					-- 0: taken back, without text and tags
	text     TEXT,
	tags     TEXT,			-- client-only tags, as on the wire
	replaces INTEGER		-- number of the message this is a version of
);
CREATE INDEX messages_talk ON messages (talk, number);

-- The words of messages.text, cut as base/words.h says; the writer fills it
-- behind the messages, the triggers take out what is deleted or changed.
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

-- What else happened in a talk: of no interest to who only reads messages.
CREATE TABLE events (
	talk    INTEGER NOT NULL,
	number  INTEGER NOT NULL,	-- order number of the event
	msgid   TEXT NOT NULL,		-- a QUIT has the same in each channel
	time_ms INTEGER NOT NULL,
	sender  INTEGER NOT NULL,
	source  TEXT NOT NULL,
	account TEXT,
	target  TEXT,			-- the nick addressed, or "@#channel"
	kind    INTEGER NOT NULL,	-- 4 REDACT, 5 JOIN, 6 PART, 7 QUIT,
					-- 8 KICK, 9 NICK, 10 TOPIC, 11 MODE
	text    TEXT,
	subject TEXT,			-- KICK: who; REDACT: which message
	PRIMARY KEY (number, talk)
) WITHOUT ROWID;
CREATE INDEX events_talk ON events (talk, number);
CREATE TRIGGER events_deleted AFTER DELETE ON events
BEGIN
	UPDATE meta SET value = 1 WHERE name = 'unmerged' AND value = 0;
END;

-- A private talk belongs to the numbers of two users.
CREATE TABLE pairs (
	talk      INTEGER PRIMARY KEY,	-- minus the number of its first message
	low       INTEGER NOT NULL,
	high      INTEGER NOT NULL,
	low_name  TEXT NOT NULL,	-- nicks as last seen
	high_name TEXT NOT NULL,
	UNIQUE (low, high)
);
CREATE INDEX pairs_high ON pairs (high);

-- The ids of two days. `day` keeps what clients make up from deciding what is
-- pruned; within it the key grows with time.
CREATE TABLE resends (
	day     INTEGER NOT NULL,	-- time_ms of the message / 86400000
	id      TEXT NOT NULL,		-- +tcpchat/id
	target  TEXT NOT NULL,		-- folded
	digest  INTEGER NOT NULL,	-- resend_digest()
	message INTEGER NOT NULL,
	PRIMARY KEY (day, id, target, digest)
) WITHOUT ROWID;

CREATE TABLE channels (
	number     INTEGER PRIMARY KEY,
	name       TEXT NOT NULL,
	topic      TEXT,
	topic_by   TEXT,
	topic_ms   INTEGER NOT NULL,
	modes      TEXT,		-- letters without parameters
	key        TEXT,
	user_limit INTEGER NOT NULL,	-- 0: none
	lists      TEXT,		-- a line each: letter mask setter unix_ms
	created_ms INTEGER NOT NULL,
	left_ms    INTEGER NOT NULL,	-- 0: it has members
	spoken     INTEGER NOT NULL,
	slow_s     INTEGER NOT NULL DEFAULT 0,	-- +W; 0: none
	metadata   TEXT,		-- a line each: key value
	spells     TEXT,		-- a line each: from to mask; when who was
					-- kept out; to 0: still
	founder    INTEGER NOT NULL DEFAULT 0,	-- an account; 0: not registered
	access     TEXT			-- a line each: account o or v
);

-- Talks whose channel is gone: their messages are deleted bit by bit.
CREATE TABLE ended (
	talk INTEGER PRIMARY KEY
);

-- Who somebody is. Of a password only the SCRAM verifier is kept.
CREATE TABLE accounts (
	number        INTEGER PRIMARY KEY,
	name          TEXT NOT NULL,
	folded        TEXT NOT NULL UNIQUE,	-- in lower case, as it is found
	looks         TEXT NOT NULL,		-- what it is taken for: irc_skeleton.h
	registered_ms INTEGER NOT NULL,
	flags         INTEGER NOT NULL,		-- 1 always on
	iterations    INTEGER NOT NULL,		-- 0: no password
	salt          BLOB,
	stored_key    BLOB,
	server_key    BLOB
);
CREATE INDEX accounts_looks ON accounts (looks);

-- Certificates that stand for a password.
CREATE TABLE account_certs (
	fingerprint TEXT NOT NULL PRIMARY KEY,	-- SHA-256, hexadecimal
	account     INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX account_certs_account ON account_certs (account);

-- Who may not come in, or not speak, on the whole server.
CREATE TABLE bans (
	number     INTEGER PRIMARY KEY,
	kind       INTEGER NOT NULL,	-- 1 KLINE, 2 DLINE, 3 MUTE
	mask       TEXT NOT NULL,
	setter     TEXT NOT NULL,
	reason     TEXT NOT NULL,
	set_ms     INTEGER NOT NULL,
	expires_ms INTEGER NOT NULL	-- 0: never
);

-- What accounts have beside their rows; doc/STORE.md says what the text is.
CREATE TABLE belongings (
	number  INTEGER PRIMARY KEY,
	account INTEGER NOT NULL,
	kind    INTEGER NOT NULL,	-- 1 read marker, 2 always-on user,
					-- 3 metadata
	text    TEXT NOT NULL
);
