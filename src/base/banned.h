/*
 * banned.h -- calls that may not be used here, and what to use instead.
 *
 * Included last in every .c file: a system header may still name them.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#if defined(__GNUC__)
/* No bound on what is written: str_copy, snprintf, struct buf. */
# pragma GCC poison strcpy strcat stpcpy sprintf vsprintf gets
/* The bound is not what people think it is: str_copy. */
# pragma GCC poison strncpy strncat stpncpy
/* Hidden state, or nobody sees an overflow: str_next_item, str_to_int64. */
# pragma GCC poison strtok atoi atol atoll
/* A peer decides how much stack is left. */
# undef alloca
# pragma GCC poison alloca
/* Memory that may be missing: xalloc.h. */
# pragma GCC poison strdup strndup
/* Not seeded by the test: rand.h. */
# pragma GCC poison srand srandom
#endif

#endif
