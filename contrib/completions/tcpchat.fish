# tcpchat.fish -- completes the command line of tcpchat(1) in fish.
set -l none 'not __fish_seen_subcommand_from send list listen history'
set -l send '__fish_seen_subcommand_from send'
set -l listen '__fish_seen_subcommand_from listen'
set -l ask '__fish_seen_subcommand_from history'

complete -c tcpchat -f
complete -c tcpchat -n $none -a send -d 'Send messages'
complete -c tcpchat -n $none -a list -d 'Who is there'
complete -c tcpchat -n $none -a listen -d 'Follow what is said'
complete -c tcpchat -n $none -a history -d 'What was said'
complete -c tcpchat -n $none -l plain -d 'One prompt, for screen readers'

complete -c tcpchat -l machine-name -x -a '(__fish_print_hostnames)' \
    -d 'The server'
complete -c tcpchat -l port -x -d 'Its port'
complete -c tcpchat -l nick -x -d 'Your name there'
complete -c tcpchat -l no-tls -d 'Speak without encryption'
complete -c tcpchat -l account -x -d 'Log in to this account'
complete -c tcpchat -l password-command -x -d 'Its first line is the password'
complete -c tcpchat -l certificate -r -F -d 'Log in by the certificate in this file'
complete -c tcpchat -l trust -x -d 'Trust the certificate of this fingerprint'
complete -c tcpchat -l config -r -F -d 'Read the settings from this file'
complete -c tcpchat -l timeout -x \
    -d 'Give up when nothing has gone on for so long'
complete -c tcpchat -l version -d 'Print the version and end'
complete -c tcpchat -l help -d 'Print the options and end'

complete -c tcpchat -n $send -l to -x -a ALL -d 'Where to'
complete -c tcpchat -n $send -l multiline -d 'Standard input is one message'
complete -c tcpchat -n $send -l state -r -F -d 'Remember there what was sent'

complete -c tcpchat -n $listen -l from -x -a ALL -d 'Only to this'
complete -c tcpchat -n $listen -l since -x \
    -d 'Begin with what was said since then'
complete -c tcpchat -n $listen -l count -x -d 'End after so many messages'

complete -c tcpchat -n $ask -l limit -x -d 'So many messages'
complete -c tcpchat -n $ask -l before -x \
    -d 'Only what was said before that'

complete -c tcpchat -n '__fish_seen_subcommand_from list listen history' \
    -l json -d 'A JSON object on each line'
