/* wish.c -- options, settings and the last time to one place. */
#include "config.h"

#include "tui/wish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "base/xalloc.h"
#include "client/settings.h"

#include "base/banned.h"

static const char *const this_machine = "127.0.0.1";

static bool
is_given(const char *text)
{
	return text != NULL && text[0] != '\0';
}

static void
choose_hosts(struct wish *w, const struct locator *to,
    const struct settings *s)
{
	w->hosts = &this_machine;
	w->nhosts = 1;
	if (to->nhosts > 0) {
		w->hosts = (const char *const *)to->hosts;
		w->nhosts = to->nhosts;
	} else if (is_given(s->machine_name)) {
		w->hosts = (const char *const *)&s->machine_name;
	}
}

/* Nothing asks for another place than that of the last time? */
static bool
is_last(const struct locator *to, const struct settings *s,
    const struct wish_last *last)
{
	bool is_said = to->nhosts > 0 || to->port != 0;

	if (last->host == NULL || (is_said && to->dialect != last->dialect))
		return false;
	if (to->port != 0 && to->port != last->port)
		return false;
	if (to->tls && !last->tls)
		return false;
	if (to->nhosts > 0)
		return to->nhosts == 1 &&
		    str_eq_nocase(to->hosts[0], last->host);
	return !is_given(s->machine_name) ||
	    str_eq_nocase(s->machine_name, last->host);
}

bool
wish_make(struct wish *w, const struct locator *to, const struct settings *s,
    const struct wish_last *last, const char *login)
{
	bool goes_back = is_last(to, s, last);

	*w = (struct wish){ .password = "", .account = "", .tls = to->tls,
	    .no_tls = to->no_tls, .trust = to->trust };
	choose_hosts(w, to, s);
	w->port = locator_port(to, (uint16_t)s->port);
	w->dialect = to->dialect;
	w->nick = is_given(to->nick) ? to->nick :
	    is_given(s->nick) ? s->nick : NULL;
	w->channels = to->channels != NULL ? to->channels : s->channels;
	if (goes_back) {
		if (to->nhosts == 0)
			w->hosts = &last->host;
		w->port = last->port;
		w->dialect = last->dialect;
		w->tls = last->tls && !to->no_tls;
		w->name = last->name;
		/* Who comes as somebody else is not who has the account. */
		if (w->nick == NULL || str_eq_nocase(w->nick, last->nick))
			w->account = last->account != NULL ? last->account : "";
		if (w->nick == NULL)
			w->nick = last->nick;
		if (!is_given(w->channels))
			w->channels = last->channels;
	}
	if (w->nick != NULL)
		return true;
	w->nick = login;
	return to->nhosts > 0 || is_given(s->machine_name);
}

static bool
is_in(const char *channels, const char *name)
{
	struct str_span item;

	while (str_next_item(&channels, ',', &item))
		if (str_span_eq(item, name))
			return true;
	return false;
}

char *
wish_channels_with(const char *channels, const char *name)
{
	size_t size = strlen(channels) + strlen(name) + 2;
	char *out;

	if (is_in(channels, name))
		return xstrdup(channels);
	out = xmalloc(size);
	snprintf(out, size, "%s%s%s", channels, channels[0] ? "," : "", name);
	return out;
}

char *
wish_channels_without(const char *channels, const char *name)
{
	char *out = xcalloc(1, strlen(channels) + 1);
	struct str_span item;
	size_t n = 0;

	while (str_next_item(&channels, ',', &item)) {
		if (str_span_eq(item, name))
			continue;
		if (n > 0)
			out[n++] = ',';
		memcpy(out + n, item.p, item.len);
		n += item.len;
	}
	out[n] = '\0';
	return out;
}
