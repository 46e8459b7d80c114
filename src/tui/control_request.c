/* control_request.c -- requests of programs, and answers. */
#include "config.h"

#include "tui/control_request.h"

#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "base/str.h"
#include "base/utf8.h"
#include "tui/model_internal.h"
#include "tui/model_json.h"
#include "tui/slash.h"

#include "base/banned.h"

/* What went wrong, for programs and for people. Not translated: the readers
 * of these are programs. */
struct fault {
	const char *code, *text;
};

struct asking {
	const struct control_request *r;
	const json_t *in;
	json_t *out;		/* the answer; fields are added */
	int place;
	struct destination *destination;	/* NULL: not looked for */
};

static const char *
field(const struct asking *a, const char *name)
{
	const char *text = json_string_value(json_object_get(a->in, name));

	return text != NULL ? text : "";
}

/* Behind the blank line: one line of text that steers nothing. */
static bool
is_one_line(const char *text)
{
	for (; *text != '\0'; text++)
		if ((unsigned char)*text < ' ')
			return false;
	return true;
}

/* --- Places and destinations --- */

/* The named one, or that of what is looked at. */
static bool
find_place(struct asking *a)
{
	const struct model *m = a->r->model;
	const char *name = field(a, "place");

	if (name[0] == '\0') {
		a->place = m->here != NULL ? m->here->place : -1;
		return a->place >= 0;
	}
	for (a->place = 0; a->place < m->place_count; a->place++)
		if (!m->places[a->place].is_closed &&
		    str_eq(m->places[a->place].name, name))
			return true;
	return false;
}

/* "ALL", the name of a channel or a person, else what is looked at. */
static bool
find_destination(struct asking *a)
{
	struct model *m = a->r->model;
	const char *name = field(a, "to");
	const char *lobby = m->places[a->place].lobby;

	if (str_eq(name, "ALL") && lobby[0] != '\0')
		name = lobby;
	a->destination = name[0] != '\0' ? model_find(m, a->place, name) :
	    m->here != NULL && m->here->place == a->place ? m->here : NULL;
	return a->destination != NULL;
}

static const struct fault no_place = { "no-place",
	"there is no place of that name" };
static const struct fault no_destination = { "no-destination",
	"there is no destination of that name" };

/* --- What can be asked --- */

static const struct fault *
subscribe(struct asking *a)
{
	*a->r->subscribes = true;
	return NULL;
}

static const struct fault *
unsubscribe(struct asking *a)
{
	*a->r->subscribes = false;
	return NULL;
}

static const struct fault *
send_message(struct asking *a)
{
	static struct fault refused = { "refused", "" };
	const char *to = field(a, "to"), *text = field(a, "text"), *id, *why;
	const char *lobby;

	if (to[0] == '\0' || text[0] == '\0') {
		refused.text = "a message has \"to\" and \"text\"";
		return &refused;
	}
	if (!find_place(a))
		return &no_place;
	lobby = a->r->model->places[a->place].lobby;
	if (str_eq(to, "ALL"))
		to = lobby;
	refused.text = "there is no ALL here, or the name holds a blank";
	if (to[0] == '\0' || strchr(to, ' ') != NULL || !is_one_line(to))
		return &refused;
	id = a->r->send(a->r->arg, a->place, to, text, &why);
	refused.text = why != NULL ? why : "it was not taken";
	if (id == NULL)
		return &refused;
	json_object_set_new(a->out, "message", json_string(id));
	return NULL;
}

static const struct fault *
tell_model(struct asking *a)
{
	json_object_set_new(a->out, "places", model_json(a->r->model));
	return NULL;
}

static const struct fault *
tell_users(struct asking *a)
{
	if (!find_place(a))
		return &no_place;
	if (!find_destination(a))
		return &no_destination;
	json_object_set_new(a->out, "users",
	    model_json_users(a->destination));
	return NULL;
}

static const struct fault *
tell_lines(struct asking *a)
{
	const json_t *wanted = json_object_get(a->in, "count");
	json_int_t count = wanted != NULL ? json_integer_value(wanted) : 50;

	if (!find_place(a))
		return &no_place;
	if (!find_destination(a))
		return &no_destination;
	if (count < 0)
		count = 0;
	if (count > CONTROL_LINES_MAX)
		count = CONTROL_LINES_MAX;
	json_object_set_new(a->out, "lines",
	    model_json_lines(a->destination, (size_t)count));
	return NULL;
}

static const struct fault *
run_line(struct asking *a)
{
	static const struct fault none = { "no-command",
	    "\"line\" is one line that begins with a slash and a command" };
	static const struct fault failed = { "failed",
	    "it could not be run: its words are on the screen" };
	const char *line = field(a, "line");
	char name[64];

	if (a->r->model->here == NULL || line[0] != '/' || !is_one_line(line) ||
	    !str_copy_span(name, sizeof name, (struct str_span){ line + 1,
	    strcspn(line + 1, " ") }) || !slash_is_known(name))
		return &none;
	return slash_run(a->r->model, line) ? NULL : &failed;
}

static const struct {
	const char *name;
	const struct fault *(*run)(struct asking *a);
} requests[] = {
	{ "lines", tell_lines },
	{ "model", tell_model },
	{ "run", run_line },
	{ "send", send_message },
	{ "subscribe", subscribe },
	{ "unsubscribe", unsubscribe },
	{ "users", tell_users },
};

/* --- Line to line --- */

static const struct fault *
answer(struct asking *a)
{
	static const struct fault unknown = { "no-request",
	    "\"do\" is one of lines, model, run, send, subscribe, "
	    "unsubscribe, users" };
	static const struct fault version = { "version",
	    "\"v\" is 1: that is all this program speaks" };
	const json_t *v = json_object_get(a->in, "v");
	const char *name = field(a, "do");

	if (v != NULL && json_integer_value(v) != 1)
		return &version;
	for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
		if (str_eq(requests[i].name, name))
			return requests[i].run(a);
	return &unknown;
}

static bool
add_line(struct buf *out, const json_t *object)
{
	char *text = json_dumps(object, JSON_COMPACT | JSON_ENSURE_ASCII);
	bool ok = text != NULL && buf_add_str(out, text) &&
	    buf_add_char(out, '\n');

	free(text);
	return ok;
}

bool
control_request(const struct control_request *r, const char *line, size_t len)
{
	static const struct fault no_json = { "no-json",
	    "a request is an object of JSON in one line of UTF-8" };
	json_t *in = json_loadb(line, len, JSON_REJECT_DUPLICATES, NULL);
	struct asking a = { .r = r, .in = in,
	    .out = json_pack("{si}", "v", 1) };
	const struct fault *f = json_is_object(in) ? answer(&a) : &no_json;
	json_t *id = json_object_get(in, "id");
	bool ok;

	if (json_is_string(id) || json_is_integer(id))
		json_object_set(a.out, "id", id);
	json_object_set_new(a.out, "ok", json_boolean(f == NULL));
	if (f != NULL) {
		json_object_set_new(a.out, "error", json_string(f->code));
		json_object_set_new(a.out, "text", json_string(f->text));
	}
	ok = add_line(r->out, a.out);
	json_decref(a.out);
	json_decref(in);
	return ok;
}
