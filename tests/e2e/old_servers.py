"""The servers of the two older dialects, as their wire is known: a thread for
each client, one recv(1024) is one message, everybody gets it, its sender too."""

import json
import socket
import threading
import time

from terminal import until


class OldServer:
    """Accepts until it is closed. What a client sends wrong is a fault."""

    def __init__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.lock = threading.RLock()
        self.names = {}         # socket -> name
        self.got = []           # what clients sent, and when
        self.faults = []
        self.echoes = True
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client = self.listener.accept()[0]
            except OSError:
                return
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            threading.Thread(target=self.serve, args=(client,),
                             daemon=True).start()

    def serve(self, client):
        self.greet(client)
        try:
            while data := client.recv(1024):
                with self.lock:
                    self.got.append((time.monotonic(), data))
                    self.take(client, data)
        except OSError:
            pass
        with self.lock:
            self.gone(client, self.names.pop(client, None))
            client.close()

    def greet(self, client):
        pass

    def gone(self, client, name):
        pass

    def send_all(self, data):
        with self.lock:
            for client in list(self.names):
                client.sendall(data)

    def wait(self, what, condition):
        try:
            until(what, condition)
        except AssertionError as error:
            raise AssertionError(f"{error}: {self.got[-5:]}") from None

    def close(self):
        self.listener.close()
        with self.lock:
            for client in list(self.names):
                client.shutdown(socket.SHUT_RDWR)


class JsonServer(OldServer):
    def take(self, client, data):
        try:
            said = json.loads(data)
        except ValueError:
            self.faults.append(data)
            return
        self.names[client] = said["user"]
        if said.get("request") == "ClientList":
            self.put(client, {"client-list": [
                {"name": name} for name in self.everybody()]})
        elif "message" in said:
            self.deliver(said)

    others = ()     # names of people without a connection

    def everybody(self):
        return [*self.names.values(), *self.others]

    def put(self, client, what):
        client.sendall(json.dumps(what).encode())

    def deliver(self, said):
        for client, name in list(self.names.items()):
            if said["dest"] == name or \
                    (said["dest"] == "ALL" and
                     (self.echoes or name != said["user"])):
                self.put(client, said)

    def messages(self):
        return [said for said in (json.loads(d) for _, d in self.got)
                if "message" in said]


class TextServer(OldServer):
    def greet(self, client):
        client.sendall(b"ENTER NICKNAME")

    def take(self, client, data):
        if client in self.names:
            if self.echoes:
                self.send_all(data)
            return
        self.names[client] = data.decode()
        self.send_all(f"New client {data.decode()} joined the chat! "
                      .encode())
        client.sendall(b"You were connected to the server! /exit to quit")

    def gone(self, client, name):
        self.send_all(f"{name} has left the chat".encode())

    def messages(self):
        return [data.decode() for _, data in self.got[1:]]
