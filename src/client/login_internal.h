/* login_internal.h -- for login.c and login_report.c. */
#ifndef CLIENT_LOGIN_INTERNAL_H
#define CLIENT_LOGIN_INTERNAL_H

struct login;

/* None is shown any more. */
void login_forget_certificate(struct login *l);

#endif
