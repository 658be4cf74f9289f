"""Between one process and the hub: a wire that can be cut, and one that is dead at one end."""

import os
import selectors
import socket
import threading

CHUNK = 1 << 16
#: What waits for a slow side; past it the other side is not read.
BOUND = 1 << 20


class Proxy(threading.Thread):
    """Takes TCP on two ports, and goes on to the hub's two unix sockets for one identity."""

    def __init__(self, folder, identity, slot):
        super().__init__(daemon=True)
        self.identity = identity
        self._wake_read, self._wake_write = os.pipe()
        self._selector = selectors.DefaultSelector()
        self._selector.register(self._wake_read, selectors.EVENT_READ, self._woken)
        self._links, self._wishes, self._lock = set(), [], threading.Lock()
        self._is_cut, self._is_over = False, False
        self.connections = 0
        run = f"{folder}/run"
        self.port = self._listen([f"{run}/in.sock", f"{run}/to-{identity}.sock"], slot)

    @property
    def address(self):
        return f"tcp://127.0.0.1:{self.port}"

    def _listen(self, targets, slot):
        """Two free ports, the second ``1 + slot`` behind the first."""
        for _ in range(100):
            first, second = socket.socket(), socket.socket()
            try:
                first.bind(("127.0.0.1", 0))
                port = first.getsockname()[1]
                if port > 60_000:
                    raise OSError("too high for a door behind it")
                second.bind(("127.0.0.1", port + 1 + slot))
            except OSError:
                first.close()
                second.close()
                continue
            for listener, target in zip((first, second), targets):
                listener.listen(16)
                listener.setblocking(False)
                self._selector.register(
                    listener, selectors.EVENT_READ,
                    lambda _, listener=listener, target=target: self._accept(listener, target))
            return port
        raise OSError("no two ports are free")

    def cut(self):
        """Ends all connections, and lets none through until it is healed."""
        self._ask(self._cut)

    def heal(self):
        self._ask(self._heal)

    def deaden(self):
        """The hub loses what is connected now; this side hears nothing of it, for ever."""
        self._ask(self._deaden)

    def stop(self):
        self._ask(self._stop)
        self.join(5)

    def _ask(self, wish):
        with self._lock:
            self._wishes.append(wish)
        os.write(self._wake_write, b".")

    def _cut(self):
        self._is_cut = True
        for link in list(self._links):
            link.close()

    def _heal(self):
        self._is_cut = False

    def _deaden(self):
        for link in list(self._links):
            link.deaden()

    def _stop(self):
        self._cut()
        self._is_over = True

    def run(self):
        while not self._is_over:
            for key, events in self._selector.select(1):
                key.data(events)
        for key in list(self._selector.get_map().values()):
            if isinstance(key.fileobj, socket.socket):
                key.fileobj.close()

    def _woken(self, _):
        os.read(self._wake_read, 100)
        with self._lock:
            wishes, self._wishes = self._wishes, []
        for wish in wishes:
            wish()

    def _accept(self, listener, target):
        try:
            near, _ = listener.accept()
        except OSError:
            return
        if self._is_cut:
            near.close()
            return
        far = socket.socket(socket.AF_UNIX)
        try:
            far.connect(target)
        except OSError:
            near.close()
            far.close()
            return
        self.connections += 1
        self._links.add(Link(self, near, far))


class Link:
    """One connection through the proxy."""

    def __init__(self, proxy, near, far):
        self.proxy, self.near, self.far = proxy, near, far
        self.waiting = {near: b"", far: b""}
        for side in (near, far):
            side.setblocking(False)
            proxy._selector.register(
                side, selectors.EVENT_READ,
                lambda events, side=side: self._ready(side, events))

    def other(self, side):
        return self.far if side is self.near else self.near

    def _ready(self, side, events):
        try:
            if events & selectors.EVENT_WRITE and self.waiting[side]:
                self.waiting[side] = self.waiting[side][side.send(self.waiting[side]):]
            if events & selectors.EVENT_READ:
                data = side.recv(CHUNK)
                if not data:
                    return self.close()
                target = self.other(side)
                # Without another end all goes nowhere.
                if target is not None:
                    self.waiting[target] += data
            self._interest()
        except BlockingIOError:
            pass
        except OSError:
            self.close()

    def _interest(self):
        for side in (self.near, self.far):
            if side is None:
                continue
            other = self.other(side)
            events = selectors.EVENT_WRITE if self.waiting[side] else 0
            if other is None or len(self.waiting[other]) < BOUND:
                events |= selectors.EVENT_READ
            # Never nothing: a selector takes no empty interest; a full pipe is looked at again.
            key = self.proxy._selector.get_key(side)
            self.proxy._selector.modify(side, events or selectors.EVENT_WRITE, key.data)

    def deaden(self):
        if self.far is None:
            return
        self.proxy._selector.unregister(self.far)
        self.far.close()
        self.far = None
        self.waiting[self.near] = b""
        self._interest()

    def close(self):
        for side in (self.near, self.far):
            if side is not None:
                self.proxy._selector.unregister(side)
                side.close()
        self.near = self.far = None
        self.proxy._links.discard(self)
