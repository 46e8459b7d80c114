/* netwatch_netlink.c -- by rtnetlink(7) of Linux. */
#include "config.h"

#include "client/netwatch.h"

#include <sys/socket.h>
#include <unistd.h>

#include <linux/netlink.h>
#include <linux/rtnetlink.h>

#include "base/banned.h"

enum { ANSWER_BYTES = 16 * 1024 };

int
netwatch_open(void)
{
	struct sockaddr_nl address = {
		.nl_family = AF_NETLINK,
		.nl_groups = RTMGRP_IPV4_IFADDR | RTMGRP_IPV6_IFADDR,
	};
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK,
	    NETLINK_ROUTE);

	if (fd >= 0 && bind(fd, (struct sockaddr *)&address,
	    sizeof address) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

static bool
is_new_address(const struct nlmsghdr *h)
{
	const struct ifaddrmsg *m = NLMSG_DATA(h);

	return h->nlmsg_type == RTM_NEWADDR &&
	    h->nlmsg_len >= NLMSG_LENGTH(sizeof *m) &&
	    m->ifa_scope == RT_SCOPE_UNIVERSE;
}

bool
netwatch_read(int fd)
{
	_Alignas(struct nlmsghdr) char answer[ANSWER_BYTES];
	bool any = false;
	ssize_t n;

	while ((n = recv(fd, answer, sizeof answer, 0)) > 0) {
		const struct nlmsghdr *h = (const void *)answer;
		int left = (int)n;

		for (; NLMSG_OK(h, (unsigned)left); h = NLMSG_NEXT(h, left))
			any = is_new_address(h) || any;
	}
	return any;
}
