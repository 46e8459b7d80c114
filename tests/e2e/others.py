"""Programs of other projects that ours must get on with."""

import os
import pwd
import subprocess

from terminal import until

NGIRCD = """
[Global]
Name = ng.example
Info = a server of another kind
Listen = 127.0.0.1
Ports = {port}
MotdPhrase = welcome
PidFile =
ServerUID = {user}
ServerGID = {group}
[Limits]
MaxConnectionsIP = 0
PingTimeout = 120
[Options]
DNS = no
Ident = no
PAM = no
SyslogFacility = local7
"""

INSPIRCD = """
<server name="insp.example" description="a server of another kind"
        network="Insp">
<admin name="admin" nick="admin" email="admin@insp.example">
<bind address="127.0.0.1" port="{port}" type="clients">
<connect allow="*" timeout="60" pingfreq="120" localmax="100" globalmax="100"
         maxconnwarn="no" commandrate="1000" threshold="10" fakelag="yes"
         recvq="8192" resolvehostnames="no">
<channels users="20" opers="60">
<options prefixquit="Quit: " syntaxhints="no" casemapping="ascii">
<performance nouserdns="yes" quietbursts="yes">
<files motd="{folder}/motd">
<module name="cap">
<module name="ircv3">
<module name="ircv3_batch">
<module name="ircv3_capnotify">
<module name="ircv3_ctctags">
<module name="ircv3_echomessage">
<module name="ircv3_labeledresponse">
<module name="ircv3_msgid">
<module name="ircv3_servertime">
<module name="namesx">
"""

IRSSI = """
servers = ( {{ address = "127.0.0.1"; chatnet = "test"; port = "{port}";
    autoconnect = "yes"; }} );
chatnets = {{ test = {{ type = "IRC"; }}; }};
channels = ( {{ name = "{channel}"; chatnet = "test"; autojoin = "yes"; }} );
settings = {{ core = {{ real_name = "{nick}"; user_name = "{nick}";
    nick = "{nick}"; }};
    "irc/core" = {{ cmd_queue_speed = "10msec"; cmds_max_at_once = "50"; }};
    "fe-text" = {{ actlist_sort = "refnum"; }};
    "fe-common/core" = {{ autolog = "no"; term_charset = "UTF-8"; }}; }};
"""


class OtherServer:
    """A server of another project on a loopback port."""

    def __init__(self, port, argv, folder, accepts):
        self.port = port
        self.argv = argv
        self.folder = folder
        self.process = None
        self.accepts = accepts

    def start(self):
        with open(self.folder / "log", "ab") as log:
            self.process = subprocess.Popen(
                self.argv, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                cwd=self.folder)
        until("the other server accepts", lambda: self.accepts(self))
        return self

    def restart(self):
        self.kill()
        return self.start()

    def kill(self):
        if self.process is not None:
            self.process.kill()
            self.process.wait()


def ngircd(path, port, folder, accepts):
    """ngircd wants another user than root, if it is started by root."""
    nobody = pwd.getpwnam("nobody")
    mine = os.getuid() != 0
    config = folder / "ngircd.conf"
    config.write_text(NGIRCD.format(
        port=port, user=os.getuid() if mine else nobody.pw_uid,
        group=os.getgid() if mine else nobody.pw_gid))
    return OtherServer(port, [path, "--nodaemon", "--config", str(config)],
                       folder, accepts)


def inspircd(path, port, folder, accepts):
    config = folder / "inspircd.conf"
    (folder / "motd").write_text("welcome\n")
    config.write_text(INSPIRCD.format(port=port, folder=folder))
    argv = [path, "--nofork", "--nopid", "--nolog", "--config", str(config)]
    if os.getuid() == 0:
        argv.append("--runasroot")
    return OtherServer(port, argv, folder, accepts)


def irssi(path, port, folder, nick, channel):
    """The command that runs irssi, connected to a port and in a channel."""
    home = folder / f"irssi-{nick}"
    home.mkdir(exist_ok=True)
    (home / "config").write_text(
        IRSSI.format(port=port, nick=nick, channel=channel))
    return [path, f"--home={home}"]


# --- clients that come by TLS and log in -------------------------------------

# irssi looks for the name in the certificate, and not for an address.
SECURE_IRSSI = """
servers = ( {{ address = "localhost"; chatnet = "test"; port = "{port}";
    use_tls = "yes"; tls_verify = "yes"; tls_cafile = "{crt}";
    autoconnect = "yes"; }} );
chatnets = {{ test = {{ type = "IRC"; sasl_mechanism = "PLAIN";
    sasl_username = "{nick}"; sasl_password = "{password}"; }}; }};
settings = {{ core = {{ real_name = "{nick}"; user_name = "{nick}";
    nick = "{nick}"; }};
    "fe-common/core" = {{ autolog = "no"; term_charset = "UTF-8"; }}; }};
"""

WEECHAT = """
/set weechat.network.gnutls_ca_user "{crt}"
/set irc.look.smart_filter off
/server add test 127.0.0.1/{port} -tls
/set irc.server.test.nicks {nick}
/set irc.server.test.sasl_mechanism {mechanism}
/set irc.server.test.sasl_username {nick}
/set irc.server.test.sasl_password {password}
/connect test
"""


def secure_irssi(path, port, home, crt, nick, password):
    """irssi, by TLS and SASL PLAIN."""
    (home / "config").write_text(SECURE_IRSSI.format(
        port=port, crt=crt, nick=nick, password=password))
    return [path, f"--home={home}"]


def weechat(path, port, home, crt, nick, password, mechanism="scram-sha-256"):
    """WeeChat, by TLS and the SASL mechanism of that name."""
    lines = WEECHAT.format(port=port, crt=crt, nick=nick, password=password,
                           mechanism=mechanism).strip().splitlines()
    return [path, "--dir", str(home),
            *(word for line in lines for word in ("--run-command", line))]


def catgirl(path, port, _home, crt, nick, *how):
    """catgirl, trusting that certificate."""
    return [path, "-h", "127.0.0.1", "-p", str(port), "-t", str(crt),
            "-n", nick, *how]
