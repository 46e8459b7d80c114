# tcpchat-tui.fish -- completes the command line of tcpchat-tui(1) in fish.
complete -c tcpchat-tui -f -a '(__fish_print_hostnames)'
complete -c tcpchat-tui -l machine-name -x -a '(__fish_print_hostnames)' \
    -d 'The server'
complete -c tcpchat-tui -l port -x -d 'Its port'
complete -c tcpchat-tui -l nick -x -d 'Your name there'
complete -c tcpchat-tui -l no-tls -d 'Speak without encryption'
complete -c tcpchat-tui -l trust -x -d 'Trust the certificate of this fingerprint'
complete -c tcpchat-tui -l plain -d 'A line for each message'
complete -c tcpchat-tui -l config -r -F -d 'Read the settings from this file'
complete -c tcpchat-tui -l version -d 'Print the version and end'
complete -c tcpchat-tui -l help -d 'Print the options and end'
