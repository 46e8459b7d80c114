# tcpchatd.fish -- completes the command line of tcpchatd(8) in fish.
complete -c tcpchatd -f -a '(__fish_print_hostnames)'
complete -c tcpchatd -n __fish_use_subcommand -a backup \
    -d 'Copy the database'
complete -c tcpchatd -n __fish_use_subcommand -a check \
    -d 'Read all of the database'
complete -c tcpchatd -n __fish_use_subcommand -a history \
    -d 'Delete messages; print or delete those of an account'
complete -c tcpchatd -n __fish_use_subcommand -a status \
    -d 'How the running server is'
complete -c tcpchatd -n __fish_use_subcommand -a rehash \
    -d 'Have it read its settings again'
complete -c tcpchatd -n __fish_use_subcommand -a stop -d 'End it'
complete -c tcpchatd -n __fish_use_subcommand -a account \
    -d 'Accounts: list, add, passwd, delete'
complete -c tcpchatd -n '__fish_seen_subcommand_from account' \
    -a 'list add passwd delete'
complete -c tcpchatd -n __fish_use_subcommand -a hash-password \
    -d 'Make what an operator block may hold of a password'
complete -c tcpchatd -l foreground -d 'Stay in the foreground'
complete -c tcpchatd -l machine-name -x -a '(__fish_print_hostnames)' \
    -d 'Listen on this address, name or socket path'
complete -c tcpchatd -l port -x -d 'Listen on this port'
complete -c tcpchatd -l tls-port -x -d 'Listen on this port for TLS alone'
complete -c tcpchatd -l text-port -x \
    -d 'Listen for programs of the text dialect'
complete -c tcpchatd -l config -r -F -d 'Read the settings from this file'
complete -c tcpchatd -l state-dir -x -a '(__fish_complete_directories)' \
    -d 'Keep history and lock file there'
complete -c tcpchatd -l event-method -x -a 'auto select poll epoll' \
    -d 'How to wait'
complete -c tcpchatd -l verbose -d 'Log more'
complete -c tcpchatd -l check-config -d 'Check the settings and end'
complete -c tcpchatd -l version -d 'Print the version and end'
complete -c tcpchatd -l help -d 'Print the options and end'
