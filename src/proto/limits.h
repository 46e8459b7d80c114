/*
 * limits.h -- every length and count that a peer can reach, with its unit.
 *
 * Lengths of names and texts are bytes of UTF-8 without the NUL behind them,
 * so a field that holds one is NAME_LEN + 1 bytes. Numbers are macros because
 * ISUPPORT spells them out: plain decimal, no expression, where said.
 */
#ifndef PROTO_LIMITS_H
#define PROTO_LIMITS_H

/* --- A line (modern.ircdocs.horse/#message-format; IRCv3 message-tags) --- */

#define IRC_LINE_BODY_MAX 512	/* bytes behind the tags, CR LF included */
#define IRC_TAGS_CLIENT_MAX 4094	/* bytes between '@' and ' ', from a client */
#define IRC_TAGS_MAX 8191	/* '@', all tags of both sides, and ' ' */
#define IRC_PARAMS_MAX 15	/* parameters; more are one last one */
/* What we send: tags of ours and of a client, and a body. */
#define IRC_LINE_MAX (IRC_TAGS_MAX + IRC_LINE_BODY_MAX)
/* What a client takes from a server that keeps none of the above. */
#define IRC_LINE_FOREIGN_MAX 65536
/* Unread bytes of one connection: an unfinished line and a read or two. */
#define IRC_INPUT_MAX_BYTES 262144
#define IRC_TAGS_RELAYED 64	/* client tags of one line; others are left out */

/* --- Names and texts, in bytes (spelled out by ISUPPORT: plain numbers) --- */

#define NICK_LEN 30
#define USER_LEN 20
#define HOST_LEN 63
#define REALNAME_LEN 150
#define ACCOUNT_LEN NICK_LEN
#define SERVER_NAME_LEN 63
#define CHANNEL_LEN 64		/* '#' included */
#define TOPIC_LEN 390
#define KEY_LEN 23
#define KICK_LEN 300
#define PART_LEN KICK_LEN
#define AWAY_LEN 300
#define QUIT_LEN 300
#define MASK_LEN 120		/* nick!user@host of a ban, a '*' counted */
#define SOURCE_LEN (NICK_LEN + 1 + USER_LEN + 1 + HOST_LEN)
#define RESUME_TOKEN_LEN 32	/* of its secret part, in hexadecimal digits */
#define LABEL_LEN 64		/* IRCv3 labeled-response */

/* --- Counts (those of the first group: plain numbers) --- */

#define MODES_PER_LINE 10	/* mode changes with a parameter in one MODE */
#define LIST_MAX 100		/* entries of +b, +e and +I together */
#define CHANNELS_PER_USER 100
#define SPELLS_MAX 100		/* of one channel, that bans and closings have
				   lasted and that are over */
#define HIDDEN_MAX 16		/* stretches of one history hidden from one */
#define SLOW_MAX_S 86400	/* +W: seconds between messages of one member */
#define TARGETS_MAX 4		/* PRIVMSG, NOTICE, TAGMSG, KICK, WHOIS ... */
#define CHATHISTORY_MAX 100	/* messages of one answer */
#define MONITOR_MAX 100		/* nicks that one client watches */
#define MULTILINE_BYTES 16384	/* of one message, its line feeds counted */
#define MULTILINE_LINES 100

#define READ_MARKERS_MAX 256	/* of one account or guest */
#define METADATA_KEYS_MAX 20	/* keys of one user or channel */
#define METADATA_SUBS_MAX 50	/* keys that one client hears of */
#define METADATA_KEY_LEN 64	/* bytes */
#define METADATA_VALUE_LEN 256
#define METADATA_CHANGES_MAX 30	/* of one client, in the time below */
#define METADATA_WINDOW_MS 60000
#define INVITES_MAX 64		/* open invitations of one user */
#define RENAME_MEMBERS_MAX 1000	/* of a channel that gets another name */
#define WHOWAS_MAX 1000		/* users that are gone and remembered */
#define BANS_MAX 10000		/* KLINEs; as many DLINEs */
#define BAN_PATTERNS_MAX 500	/* of the KLINEs: with * or ? in the host */
#define MUTES_MAX 1000		/* each is looked at for each message */
#define BAN_REASON_LEN 200
#define SILENT_MAX 256		/* connections that have not said a byte */
#define SILENT_MAX_PER_IP 16
#define AUTOJOIN_MAX 1000	/* members from which the lobby is not joined */
#define HELD_MAX 4096		/* users held for a broken connection, in all */
#define HELD_PER_HOST_MAX 256	/* of one address */
#define CLIENTS_PER_USER 32	/* attached to one user */
#define CHANNELS_KEPT_MAX 10000	/* empty channels that keep their history */
#define QUESTIONS_MAX 1024	/* that wait for the store, of all clients */
#define BATCH_REF_LEN 64	/* of a batch that a client sends */
#define BATCH_OPEN_MS 60000	/* in which it must end */
#define RESEND_WINDOW_S 86400	/* in which a +tcpchat/id is recognised */
#define RESEND_IDS_MAX 10000	/* ids kept where nothing is stored */

/* --- Accounts --- */

#define PASSWORD_LEN 300	/* fits a PRIVMSG to NickServ */
#define PASSWORD_LEN_MIN 6
#define HASHES_MAX 64		/* passwords that wait to be checked */
#define GUESSES_MAX 1024	/* addresses and accounts of wrong passwords */
#define CHANNELS_PER_ACCOUNT 20	/* whose founder it is: chanserv.c says it */
#define ACCESS_MAX 100		/* accounts on the access list of a channel */
#define CERTS_MAX 8		/* certificates of one account */
#define CERT_LEN 64		/* SHA-256 as hexadecimal digits */
#define SASL_CHUNK 400		/* IRCv3: characters of one AUTHENTICATE */
#define SASL_BASE64_MAX 1600	/* characters of a whole response */
#define SASL_ITERATIONS 32768	/* of PBKDF2 for new passwords: some 15 ms */
#define SASL_ITERATIONS_MIN 4096	/* RFC 7677, chapter 4 */
#define SASL_ITERATIONS_MAX 1000000
#define SCRAM_NONCE_MAX 128	/* of the client, in bytes */

/* --- Output --- */

#define OUTQ_LIVE_MAX_BYTES 1048576	/* not yet taken by the kernel: closed */
#define LONG_PIECE_BYTES 16384	/* of a long answer, when less than that waits */
#define LONG_PIECE_ITEMS 1000	/* looked at for one piece */
#define VARIANTS_MAX 16		/* renderings kept while one event is applied */

/* --- Events on their way --- */

#define PENDING_EVENTS_MAX 64	/* posted by one client, not yet applied */
#define PENDING_BYTES_MAX 65536
#define BUS_EVENTS_MAX 65536	/* of all clients */
#define BUS_BYTES_MAX 67108864
#define HAPPENED_MAX 65536	/* rows of events that wait for a failing disk */
#define BATCH_EVENTS_MAX 512	/* one commit */
#define BATCH_BYTES_MAX 1048576
#define DELIVERIES_PER_TURN 100000

/* --- Flood control: a client without tokens is not read --- */

#define FLOOD_TOKENS 60
#define FLOOD_TOKENS_PER_S 12
#define FLOOD_LOOPBACK_FACTOR 10

/* Of connections from one network; in seconds of its rate. */
#define CONNECT_BURST_S 15	/* so many may come at once */
#define CONNECT_DEBT_S 20	/* who would have to wait longer is refused */

#endif
