/* attr.h -- promises made to the compiler; they mean nothing elsewhere. */
#ifndef BASE_ATTR_H
#define BASE_ATTR_H

#if defined(__GNUC__)
/* The caller must look at what is returned. */
# define ATTR_USE_RESULT __attribute__((warn_unused_result))
/* Argument number `fmt` is a printf format, its values begin at `args`. */
# define ATTR_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
# define ATTR_NORETURN __attribute__((noreturn))
# define ATTR_UNUSED __attribute__((unused))
/* The result depends on the arguments and what they point at, nothing else. */
# define ATTR_PURE __attribute__((pure))
# define ATTR_SENTINEL __attribute__((sentinel))
/* What follows is more than ISO C promises (until C23). */
# define ATTR_EXTENSION __extension__
#else
# define ATTR_USE_RESULT
# define ATTR_PRINTF(fmt, args)
# define ATTR_NORETURN
# define ATTR_UNUSED
# define ATTR_PURE
# define ATTR_SENTINEL
# define ATTR_EXTENSION
#endif

#endif
