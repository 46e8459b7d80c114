"""Certificates for tests, made by openssl."""

import hashlib
import re
import ssl
import subprocess


def make(folder, name, *names, days=30, key=None, kind="ec"):
    """A self-signed certificate NAME.crt for `names`, and its NAME.key."""
    crt, new = folder / f"{name}.crt", folder / f"{name}.key"
    how = ["-newkey", "rsa:2048"] if kind == "rsa" else [
        "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]
    subprocess.run(
        ["openssl", "req", "-x509", *how, "-nodes", "-keyout", str(new),
         "-out", str(crt), "-days", str(days), "-subj", f"/CN={names[0]}",
         "-addext", "subjectAltName=" + ",".join(f"DNS:{n}" for n in names)],
        check=True, capture_output=True)
    return crt, key or new


def fingerprint(path_or_der):
    der = path_or_der if isinstance(path_or_der, bytes) else \
        ssl.PEM_cert_to_DER_cert(
            re.search("-----BEGIN CERT.*", path_or_der.read_text(), re.S)[0])
    return hashlib.sha256(der).hexdigest()


def block(pair):
    """As the settings want it."""
    return f'tls {{ certificate = "{pair[0]}" key = "{pair[1]}" }}\n'
