/* keys_test.c -- sequences, cut anywhere, to keys and answers. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "tui/keys.h"

#include "base/banned.h"

enum { OUT = 512 };

static void
show(const struct tty_event *in, char out[OUT])
{
	static const char *const kinds[] = {
		[TTY_PASTE_BEGIN] = "<paste>", [TTY_PASTE_END] = "</paste>",
		[TTY_FOCUS_IN] = "focus", [TTY_FOCUS_OUT] = "blur",
		[TTY_ALIVE] = "alive", [TTY_KEYBOARD] = "kitty",
		[TTY_NOTICES] = "notices",
		[TTY_RECOLOURED] = "recoloured",
	};
	size_t n = strlen(out);
	char name[KEY_TEXT_SIZE];

	if (n > 0)
		out[n++] = ' ';
	switch (in->kind) {
	case TTY_KEY:
		snprintf(out + n, OUT - n, "%s", key_text(in->key, name));
		break;
	case TTY_PASTED:
		snprintf(out + n, OUT - n, "p%x", (unsigned)in->key.code);
		break;
	case TTY_CLICK:
		snprintf(out + n, OUT - n, "click%d@%d,%d",
		    (int)in->click.button, in->click.row, in->click.col);
		break;
	case TTY_COLOUR:
		snprintf(out + n, OUT - n, "%s=%02x%02x%02x",
		    in->colour.is_background ? "bg" : "fg", in->colour.red,
		    in->colour.green, in->colour.blue);
		break;
	case TTY_UNKNOWN:
		snprintf(out + n, OUT - n, "unknown(%s)", in->unknown);
		break;
	default:
		snprintf(out + n, OUT - n, "%s", kinds[in->kind]);
	}
}

static void
drain(struct keys *k, char out[OUT])
{
	struct tty_event in;

	while (keys_next(k, &in))
		show(&in, out);
}

/* What `bytes` bring; at `idle_at` the terminal pauses (beyond: at the end). */
static void
read_keys(const char *bytes, size_t idle_at, char out[OUT])
{
	size_t i, len = strlen(bytes);
	struct keys k;

	out[0] = '\0';
	keys_init(&k);
	for (i = 0; i < len; i++) {
		if (i == idle_at && keys_wait_ms(&k) > 0)
			keys_idle(&k);
		drain(&k, out);
		keys_byte(&k, (unsigned char)bytes[i]);
		drain(&k, out);
	}
	if (keys_wait_ms(&k) > 0)
		keys_idle(&k);
	drain(&k, out);
}

static void
brings(const char *bytes, const char *expected)
{
	char out[OUT];

	read_keys(bytes, SIZE_MAX, out);
	assert_string_equal(out, expected);
}

static void
characters_of_any_length(void **state)
{
	(void)state;
	brings("aé会🎉", "a é 会 🎉");
	brings(" ", "Space");
}

static void
what_is_no_utf8_is_replaced_and_nothing_else_is_lost(void **state)
{
	(void)state;
	brings("a\xff" "b", "a \xef\xbf\xbd b");
	brings("\xc3" "b", "\xef\xbf\xbd b");
	brings("\xc0\x80" "b", "\xef\xbf\xbd \xef\xbf\xbd b");
	brings("\xed\xa0\x80" "b", "\xef\xbf\xbd b");
	brings("\xc3\x1b[A", "\xef\xbf\xbd Up");
	brings("\xc3", "\xef\xbf\xbd");
}

static void
control_characters_are_keys(void **state)
{
	(void)state;
	brings("\x01\x03\x0a\x0d\x09\x7f\x08", "Ctrl-a Ctrl-c Ctrl-j Enter "
	    "Tab Backspace Backspace");
	brings("\x1f", "Ctrl-_");
}

static void
escape_before_a_key_is_alt(void **state)
{
	(void)state;
	brings("\x1b" "a\x1b\r\x1bU\x1b<\x1bé", "Alt-a Alt-Enter Alt-U Alt-< "
	    "Alt-é");
	brings("\x1b\x7f", "Alt-Backspace");
}

static void
escape_alone_is_escape_after_a_pause(void **state)
{
	char out[OUT];

	(void)state;
	brings("\x1b", "Esc");
	read_keys("\x1b" "a", 1, out);
	assert_string_equal(out, "Esc a");
	brings("\x1b\x1b", "Esc Esc");
	brings("\x1b\x1b\x1b", "Esc Esc Esc");
	brings("\x1b\x1b" "a", "Esc Alt-a");
	brings("\x1b\x1b[0n", "Esc alive");
}

static void
escape_before_a_sequence_is_alt(void **state)
{
	(void)state;
	brings("\x1b\x1b[A\x1b\x1bOP", "Alt-Up Alt-F1");
}

static void
brackets_after_escape_are_alt_after_a_pause(void **state)
{
	(void)state;
	brings("\x1b[", "Alt-[");
	brings("\x1bO", "Alt-O");
	brings("\x1b]", "Alt-]");
}

static void
both_forms_of_the_arrows(void **state)
{
	(void)state;
	brings("\x1b[A\x1bOA\x1b[H\x1bOF", "Up Up Home End");
}

static void
modified_keys(void **state)
{
	(void)state;
	brings("\x1b[1;5D", "Ctrl-Left");
	brings("\x1b[1;2A", "Shift-Up");
	brings("\x1b[1;8C", "Ctrl-Alt-Shift-Right");
	brings("\x1b[5;5~", "Ctrl-PgUp");
	brings("\x1b[1;9A", "Alt-Up");
	brings("\x1b[Z", "Shift-Tab");
}

static void
function_keys_of_all_sorts(void **state)
{
	(void)state;
	brings("\x1bOP\x1b[11~\x1b[[A\x1b[P", "F1 F1 F1 F1");
	brings("\x1b[15~\x1b[[E\x1b[24~", "F5 F5 F12");
	brings("\x1b[3~\x1b[2~\x1b[5~\x1b[6~", "Del Ins PgUp PgDn");
	brings("\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "Home End Home End");
}

static void
keys_told_by_their_code(void **state)
{
	(void)state;
	brings("\x1b[13;2u", "Shift-Enter");
	brings("\x1b[27;2;13~", "Shift-Enter");
	brings("\x1b[97;5u", "Ctrl-a");
	brings("\x1b[117;4u", "Alt-U");
	brings("\x1b[44:60;4u", "Alt-<");
	brings("\x1b[27u", "Esc");
	brings("\x1b[105;5u\x1b[109;5u\x1b[104;5u\x1b[91;5u",
	    "Tab Enter Backspace Esc");
	brings("\x1b[57358u", "unknown(ESC [ 5 7 3 5 8 u)");
	brings("\x1b[56788u", "unknown(ESC [ 5 6 7 8 8 u)");
}

/* The kitty protocol names the keys of the pad; others send SS3. */
static void
keys_of_the_pad(void **state)
{
	(void)state;
	brings("\x1b[57399u\x1b[57408u\x1b[57413u", "0 9 +");
	brings("\x1b[57414u\x1b[57414;2u", "Enter Shift-Enter");
	brings("\x1b[57417u\x1b[57420;5u\x1b[57421u\x1b[57426u",
	    "Left Ctrl-Down PgUp Del");
	brings("\x1bOp\x1bOy\x1bOk\x1bOM\x1bOI", "0 9 + Enter Tab");
}

static void
a_key_that_is_let_go_does_nothing(void **state)
{
	(void)state;
	brings("\x1b[97;5:1u\x1b[97;5:3u", "Ctrl-a");
	brings("\x1b[97;5:2u", "Ctrl-a");
	brings("\x1b[1;1:1A\x1b[1;1:3A\x1b[3;2:3~", "Up");
}

static void
other_alphabets_have_the_keys_of_latin_ones(void **state)
{
	char name[KEY_TEXT_SIZE];

	(void)state;
	brings("\x1b[1095::120;5u", "Ctrl-x");
	brings("\x1b[1091::101;3u", "Alt-e");
	brings("\x1b[1091:1059:101;4u", "Alt-E");
	brings("\x1b[1091::101u", "у");
	brings("\x1b[233::50;5u", "Ctrl-é");	/* a key of its own */
	assert_string_equal(key_text(key_latin((struct key){ 0x447,
	    KEYMOD_CTRL }), name), "Ctrl-x");
	assert_string_equal(key_text(key_latin((struct key){ 0x3a3,
	    KEYMOD_ALT }), name), "Alt-S");
	assert_string_equal(key_text(key_latin((struct key){ 0xe9,
	    KEYMOD_ALT }), name), "Alt-é");
}

static void
modified_keys_of_older_terminals(void **state)
{
	(void)state;
	brings("\x1bO5A\x1bO1;2P", "Ctrl-Up Shift-F1");
	brings("\x1b[5^\x1b[6@\x1b[a\x1bOd",
	    "Ctrl-PgUp Ctrl-Shift-PgDn Shift-Up Ctrl-Left");
	brings("\xc2\x9b" "A\xc2\x9b" "5~\xc2\x8fP", "Up PgUp F1");
}

static void
answers_of_the_terminal(void **state)
{
	(void)state;
	brings("\x1b[0n", "alive");
	brings("\x1b[I\x1b[O", "focus blur");
	brings("\x1b[?1u", "kitty");
	brings("\x1b]99;i=tcpchat:p=?;p=title,body\x1b\\", "notices");
	brings("\x1b[?62;22c", "");
}

static void
colours_in_all_spellings(void **state)
{
	(void)state;
	brings("\x1b]11;rgb:0000/8080/ffff\x1b\\", "bg=0080ff");
	brings("\x1b]10;rgb:ff/0/8\x07", "fg=ff0088");
	brings("\x1b]11;rgba:1111/2222/3333/ffff\x07", "bg=112233");
	brings("\x1b]11;what\x07", "unknown(ESC ] 1 1 ; w h a t)");
	brings("\x1b]11;rgb:12/34\x07",
	    "unknown(ESC ] 1 1 ; r g b : 1 2 / 3 4)");
}

static void
a_string_that_is_cut_off_does_not_eat_keys_for_ever(void **state)
{
	char out[OUT];

	(void)state;
	read_keys("\x1b]11;rgb:abc", 5, out);
	assert_string_equal(out, "unknown(ESC ] 1 1 ;) r g b : a b c");
	brings("\x1b]11;\x1b[A", "Up");
}

static void
clicks_and_the_wheel(void **state)
{
	(void)state;
	brings("\x1b[<0;12;3M\x1b[<0;12;3m", "click0@2,11");
	brings("\x1b[<64;1;1M\x1b[<65;1;1M", "click3@0,0 click4@0,0");
	brings("\x1b[<35;7;8M", "");
	brings("\x1b[<0;0;0M", "unknown(ESC [ < 0 ; 0 ; 0 M)");
	brings("\x1b[M ,#\x1b[M#,#x", "click0@2,11 x");
	brings("\x1b[M`!!y", "click3@0,0 y");
}

static void
a_paste_is_text_whatever_it_holds(void **state)
{
	(void)state;
	brings("\x1b[200~a\rb\r\nc\n\x01\x1b[A\x1bOP\x1b[201~d",
	    "<paste> p61 pa p62 pa p63 pa </paste> d");
	brings("\x1b[200~\x1b\x1b[0n\x1b\x1b[Ax\x1b[201~",
	    "<paste> alive p78 </paste>");
	brings("\x1b[200~\x1b[200~x\x1b[201~\x1b[201~",
	    "<paste> p78 </paste>");
}

static void
unknown_sequences_are_never_typed(void **state)
{
	(void)state;
	brings("\x1b[9zx", "unknown(ESC [ 9 z) x");
	brings("\x1bPfoo\x1b\\x", "unknown(ESC P f o o) x");
	brings("\x1bO5zx", "unknown(ESC O 5 z) x");
	brings("\x1bPa\x07z\x1b\\x", "unknown(ESC P a 07 z) x");
	brings("\x1b[1;2;3;4;5;6;7;8z", "unknown(ESC [ 1 ; 2 ; 3 ; 4 ; 5 ; 6 "
	    "; 7 ; 8 z)");
}

static void
a_sequence_without_end_is_bounded(void **state)
{
	char bytes[2000], out[OUT];

	(void)state;
	memset(bytes, '1', sizeof bytes);
	memcpy(bytes, "\x1b[", 2);
	memcpy(bytes + sizeof bytes - 3, "~x", 3);
	read_keys(bytes, SIZE_MAX, out);
	assert_non_null(strstr(out, "unknown("));
	assert_string_equal(out + strlen(out) - 2, " x");
}

static void
keys_of_curses_join_in(void **state)
{
	struct keys k;
	char out[OUT] = "";

	(void)state;
	keys_init(&k);
	keys_special(&k, (struct key){ KEYSYM_UP, 0 });
	drain(&k, out);
	keys_byte(&k, 0x1b);
	keys_special(&k, (struct key){ KEYSYM_UP, 0 });
	drain(&k, out);
	assert_string_equal(out, "Up Alt-Up");
}

static void
no_byte_sequence_of_three_upsets_it(void **state)
{
	static const unsigned char some[] = {
		0, '\r', 0x1b, '[', 'O', ']', '0', '~', ';', '<', 'M', '\\',
		0x07, 0x7f, 0xc3, 0xa9, 0xf0, 0xff
	};
	const size_t n = sizeof some;
	struct keys k;
	struct tty_event in;
	size_t i;

	(void)state;
	keys_init(&k);
	for (i = 0; i < n * n * n * n; i++) {
		keys_byte(&k, some[i / n / n / n]);
		while (keys_next(&k, &in))
			;
		keys_byte(&k, some[i / n / n % n]);
		while (keys_next(&k, &in))
			;
		keys_byte(&k, some[i / n % n]);
		while (keys_next(&k, &in))
			;
		keys_byte(&k, some[i % n]);
		if (i % 3 == 0)
			keys_idle(&k);
		while (keys_next(&k, &in))
			;
	}
	assert_true(k.len <= KEYS_SEQUENCE_MAX);
}

static void
names_are_read_back(void **state)
{
	static const char *const names[] = {
		"a", "Ctrl-x", "Alt-<", "Alt-Enter", "Ctrl-Alt-Shift-Right",
		"F12", "Space", "é", "Esc", "Ctrl--", "-", "PgDn",
	};
	char name[KEY_TEXT_SIZE];
	struct key key;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof names / sizeof *names; i++) {
		assert_true(key_parse(names[i], &key));
		assert_string_equal(key_text(key, name), names[i]);
	}
	assert_false(key_parse("", &key));
	assert_false(key_parse("Ctrl-", &key));
	assert_false(key_parse("F13", &key));
	assert_false(key_parse("ab", &key));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(characters_of_any_length),
		cmocka_unit_test(
		    what_is_no_utf8_is_replaced_and_nothing_else_is_lost),
		cmocka_unit_test(control_characters_are_keys),
		cmocka_unit_test(escape_before_a_key_is_alt),
		cmocka_unit_test(escape_alone_is_escape_after_a_pause),
		cmocka_unit_test(escape_before_a_sequence_is_alt),
		cmocka_unit_test(brackets_after_escape_are_alt_after_a_pause),
		cmocka_unit_test(both_forms_of_the_arrows),
		cmocka_unit_test(modified_keys),
		cmocka_unit_test(function_keys_of_all_sorts),
		cmocka_unit_test(keys_told_by_their_code),
		cmocka_unit_test(keys_of_the_pad),
		cmocka_unit_test(a_key_that_is_let_go_does_nothing),
		cmocka_unit_test(other_alphabets_have_the_keys_of_latin_ones),
		cmocka_unit_test(modified_keys_of_older_terminals),
		cmocka_unit_test(answers_of_the_terminal),
		cmocka_unit_test(colours_in_all_spellings),
		cmocka_unit_test(
		    a_string_that_is_cut_off_does_not_eat_keys_for_ever),
		cmocka_unit_test(clicks_and_the_wheel),
		cmocka_unit_test(a_paste_is_text_whatever_it_holds),
		cmocka_unit_test(unknown_sequences_are_never_typed),
		cmocka_unit_test(a_sequence_without_end_is_bounded),
		cmocka_unit_test(keys_of_curses_join_in),
		cmocka_unit_test(no_byte_sequence_of_three_upsets_it),
		cmocka_unit_test(names_are_read_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
