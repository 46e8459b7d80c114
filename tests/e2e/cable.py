"""A cable between a client and its server, which a test pulls out."""

import selectors
import socket
import threading


class Cable:
    """Listens on a port of its own and carries bytes to another."""

    def __init__(self, to_port):
        self.to_port = to_port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.listener, selectors.EVENT_READ)
        self.peers = {}         # each end, and the other one
        self.orders = []
        self.lock = threading.Condition()
        self.is_cut = self.is_frozen = self.is_over = False
        self.wake, self.bell = socket.socketpair()
        self.selector.register(self.wake, selectors.EVENT_READ)
        self.thread = threading.Thread(target=self.run, daemon=True)
        self.thread.start()

    def order(self, **state):
        """Returns when it is so."""
        done = threading.Event()
        with self.lock:
            self.orders.append((state, done))
        self.bell.send(b".")
        assert done.wait(60)

    def cut(self):
        """Both ends see it, and no new connection comes through."""
        self.order(is_cut=True, is_frozen=False)

    def freeze(self):
        """Nothing gets through any more, and nobody is told."""
        self.order(is_frozen=True)

    def mend(self):
        """New connections come through; those that were frozen are gone."""
        self.order(is_cut=False, is_frozen=False)

    def close(self):
        self.order(is_over=True)
        self.thread.join()

    # --- the thread

    def unwatch(self, end):
        if end.fileno() in self.selector.get_map():
            self.selector.unregister(end)

    def drop(self, end):
        for one in (end, self.peers.get(end)):
            if one in self.peers:
                del self.peers[one]
                self.unwatch(one)
                one.close()

    def accept(self):
        near, _ = self.listener.accept()
        if self.is_cut or self.is_frozen:
            near.close()
            return
        far = socket.create_connection(("127.0.0.1", self.to_port))
        for end, other in ((near, far), (far, near)):
            self.peers[end] = other
            self.selector.register(end, selectors.EVENT_READ)

    def carry(self, end):
        try:
            data = end.recv(1 << 16)
            if self.is_frozen:
                if not data:
                    self.unwatch(end)
                return          # it is lost
            if not data:
                raise ConnectionError
            self.peers[end].sendall(data)
        except OSError:
            self.drop(end)

    def obey(self):
        self.wake.recv(100)
        with self.lock:
            orders, self.orders = self.orders, []
        for state, done in orders:
            was_frozen = self.is_frozen
            vars(self).update(state)
            if self.is_cut or self.is_over or \
                    (was_frozen and not self.is_frozen):
                for end in list(self.peers):
                    self.drop(end)
            done.set()

    def run(self):
        while not self.is_over:
            for key, _ in self.selector.select():
                end = key.fileobj
                if end is self.wake:
                    self.obey()
                elif end is self.listener:
                    self.accept()
                elif end in self.peers:
                    self.carry(end)
        self.listener.close()
        self.wake.close()
        self.bell.close()
