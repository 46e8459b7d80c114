/* irc_mode.c -- mode strings: "+ov-k alice bob key" and back. */
#include "config.h"

#include "proto/irc_mode.h"

#include <assert.h>
#include <string.h>

#include "base/banned.h"

const struct irc_mode_classes irc_mode_channel = {
	.list = "beI",
	.always = "k",
	.set = "lW",
	.flag = "imMnpRst",
	.member = "ov",
};

const struct irc_mode_classes irc_mode_user = {
	.list = "", .always = "", .set = "", .flag = "BioRw", .member = "",
};

static bool
has(const char *letters, char letter)
{
	return letter != '\0' && strchr(letters, letter) != NULL;
}

enum irc_mode_kind
irc_mode_kind(const struct irc_mode_classes *classes, char letter)
{
	if (has(classes->member, letter))
		return IRC_MODE_MEMBER;
	if (has(classes->list, letter))
		return IRC_MODE_LIST;
	if (has(classes->always, letter))
		return IRC_MODE_ALWAYS;
	if (has(classes->set, letter))
		return IRC_MODE_SET;
	return has(classes->flag, letter) ? IRC_MODE_FLAG : IRC_MODE_UNKNOWN;
}

static bool
takes_param(enum irc_mode_kind kind, bool adding)
{
	switch (kind) {
	case IRC_MODE_LIST:
	case IRC_MODE_ALWAYS:
	case IRC_MODE_MEMBER:
		return true;
	case IRC_MODE_SET:
		return adding;
	case IRC_MODE_FLAG:
	case IRC_MODE_UNKNOWN:
		break;
	}
	return false;
}

void
irc_mode_start(struct irc_mode_reader *r,
    const struct irc_mode_classes *classes,
    const char *const *words, size_t nwords)
{
	*r = (struct irc_mode_reader){
		.classes = classes,
		.at = nwords > 0 ? words[0] : "",
		.params = nwords > 0 ? words + 1 : words,
		.nparams = nwords > 0 ? nwords - 1 : 0,
		.adding = true,
	};
}

bool
irc_mode_next(struct irc_mode_reader *r, struct irc_mode_change *change)
{
	for (; *r->at == '+' || *r->at == '-'; r->at++)
		r->adding = *r->at == '+';
	if (*r->at == '\0')
		return false;
	change->letter = *r->at++;
	change->adding = r->adding;
	change->kind = irc_mode_kind(r->classes, change->letter);
	change->param = NULL;
	if (takes_param(change->kind, change->adding) && r->nparams > 0) {
		change->param = *r->params++;
		r->nparams--;
	}
	return true;
}

size_t
irc_mode_join(const struct irc_mode_change *changes, size_t n,
    char letters[IRC_MODE_LETTERS_SIZE], const char **params)
{
	size_t i, nparams = 0;
	char *at = letters;
	char sign = '\0';

	assert(2 * n < IRC_MODE_LETTERS_SIZE);
	for (i = 0; i < n; i++) {
		if (sign != (changes[i].adding ? '+' : '-'))
			*at++ = sign = changes[i].adding ? '+' : '-';
		*at++ = changes[i].letter;
		if (changes[i].param != NULL)
			params[nparams++] = changes[i].param;
	}
	*at = '\0';
	return nparams;
}
