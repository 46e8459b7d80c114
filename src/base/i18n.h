/*
 * i18n.h -- texts for people, in their language. Never for the wire or logs.
 *
 * Include it after config.h, which says whether there are translations.
 */
#ifndef BASE_I18N_H
#define BASE_I18N_H

#if defined(ENABLE_NLS) && ENABLE_NLS
# include <libintl.h>
# define _(text) gettext(text)
# define i18n_count(one, many, n) ngettext(one, many, n)
/* At the start, after setlocale(). */
# define i18n_start() \
	((void)bindtextdomain(PACKAGE, LOCALEDIR), (void)textdomain(PACKAGE))
#else
# define _(text) (text)
# define i18n_count(one, many, n) ((n) == 1 ? (one) : (many))
# define i18n_start() ((void)0)
#endif

/* Marks a text of a constant table, translated where it is shown: _(text). */
#define N_(text) text

#endif
