#!/bin/sh
# pure.sh -- the pure libraries ask the kernel for nothing.
#
# Reads the undefined symbols of the built libraries: no socket, no file, no
# clock, no random number. Time and seeds are arguments (doc/ARCHITECTURE.md).
set -u
cd "${TCPCHAT_BUILD:-.}" || exit 1

forbidden='socket|socketpair|connect|bind|listen|accept4?|shutdown|poll|ppoll
select|pselect|epoll_.*|send|sendto|sendmsg|recv|recvfrom|recvmsg
getaddrinfo|gethostby.*|getsockopt|setsockopt|inet_.*
open|open64|openat.*|creat|fopen|fopen64|freopen.*|fdopen|opendir|popen
read|write|readv|writev|pread.*|pwrite.*|ioctl|fcntl.*|pipe2?|memfd_create
unlink|unlinkat|rename|mkdir|stat|stat64|fstat.*|lstat.*|access|realpath
time|clock|clock_gettime|gettimeofday|nanosleep|usleep|sleep|alarm|setitimer
rand|rand_r|srand|random|srandom|.*rand48|getrandom|getentropy|arc4random.*
fork|vfork|exec.*|posix_spawn.*|system|kill|raise|signal|sigaction
getenv|secure_getenv|setenv|getpid|getuid|geteuid|getlogin.*|getpw.*
pthread_create|event_(base_)?(new|add|del|free|dispatch|loop)|bufferevent_.*|evutil_.*|sqlite3_.*|initscr|newterm'
pattern=$(echo "$forbidden" | tr '\n' '|' | sed 's/|$//')

status=0
for lib in base proto adapter server session client cli tui; do
	[ -f "lib$lib.a" ] || continue
	found=$(nm -u -A "lib$lib.a" 2>/dev/null |
	    awk '$(NF - 1) == "U" { sub(/@.*/, "", $NF); print $1, $NF }' |
	    grep -E " (__)?($pattern)(_chk|_2)?$")
	if [ -n "$found" ]; then
		echo "$found" | sed 's/^/# /'
		echo "not ok - lib$lib.a is pure"
		status=1
	else
		echo "ok - lib$lib.a is pure"
	fi
done
exit $status
