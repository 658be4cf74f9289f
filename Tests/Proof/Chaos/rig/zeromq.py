"""libzmq by ctypes: as much as a peer needs, so that nothing has to be installed."""

import ctypes
import ctypes.util
import errno

PUB, SUB = 1, 2
SUBSCRIBE, LINGER, SNDHWM, RCVHWM, RCVMORE = 6, 17, 23, 24, 13
CURVE_PUBLICKEY, CURVE_SECRETKEY, CURVE_SERVERKEY = 48, 49, 50
HEARTBEAT_IVL, HEARTBEAT_TIMEOUT = 75, 77
RECONNECT_IVL = 18
DONTWAIT, SNDMORE = 1, 2
POLLIN = 1


class PollItem(ctypes.Structure):
    _fields_ = [("socket", ctypes.c_void_p), ("fd", ctypes.c_int),
                ("events", ctypes.c_short), ("revents", ctypes.c_short)]


class Message(ctypes.Structure):
    _fields_ = [("_", ctypes.c_ubyte * 64)]
    _align_ = 8


def _load():
    library = ctypes.CDLL(ctypes.util.find_library("zmq") or "libzmq.so.5", use_errno=True)
    for name, result, arguments in (
            ("zmq_ctx_new", ctypes.c_void_p, []),
            ("zmq_ctx_term", ctypes.c_int, [ctypes.c_void_p]),
            ("zmq_socket", ctypes.c_void_p, [ctypes.c_void_p, ctypes.c_int]),
            ("zmq_close", ctypes.c_int, [ctypes.c_void_p]),
            ("zmq_connect", ctypes.c_int, [ctypes.c_void_p, ctypes.c_char_p]),
            ("zmq_setsockopt", ctypes.c_int,
             [ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p, ctypes.c_size_t]),
            ("zmq_send", ctypes.c_int,
             [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]),
            ("zmq_poll", ctypes.c_int, [ctypes.c_void_p, ctypes.c_int, ctypes.c_long]),
            ("zmq_msg_init", ctypes.c_int, [ctypes.c_void_p]),
            ("zmq_msg_recv", ctypes.c_int, [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int]),
            ("zmq_msg_data", ctypes.c_void_p, [ctypes.c_void_p]),
            ("zmq_msg_size", ctypes.c_size_t, [ctypes.c_void_p]),
            ("zmq_msg_more", ctypes.c_int, [ctypes.c_void_p]),
            ("zmq_msg_close", ctypes.c_int, [ctypes.c_void_p])):
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


_zmq = _load()


class Failed(Exception):
    """libzmq refused a call."""

    def __init__(self, doing):
        super().__init__(f"libzmq could not {doing}: errno {ctypes.get_errno()}")


class Context:
    """All sockets of one thread of the rig."""

    def __init__(self):
        self.handle = _zmq.zmq_ctx_new()

    def socket(self, kind, keys, linger=0, queue=10_000):
        """A socket that presents a key; ``keys`` are public, secret and the hub's public one."""
        socket = Socket(self.handle, kind)
        socket.set_number(LINGER, linger)
        socket.set_number(SNDHWM, queue)
        socket.set_number(RCVHWM, queue)
        for option, key in zip((CURVE_PUBLICKEY, CURVE_SECRETKEY, CURVE_SERVERKEY), keys):
            socket.set_text(option, key)
        return socket


class Socket:
    """Used by one thread."""

    def __init__(self, context, kind):
        self.handle = _zmq.zmq_socket(context, kind)
        if not self.handle:
            raise Failed("make a socket")

    def set_number(self, option, value):
        number = ctypes.c_int(value)
        if _zmq.zmq_setsockopt(self.handle, option, ctypes.byref(number), 4):
            raise Failed("set an option")

    def set_text(self, option, text):
        data = text.encode()
        if _zmq.zmq_setsockopt(self.handle, option, data, len(data)):
            raise Failed("set an option")

    def connect(self, endpoint):
        if _zmq.zmq_connect(self.handle, endpoint.encode()):
            raise Failed("connect")

    def subscribe(self, prefix):
        self.set_text(SUBSCRIBE, prefix)

    def send(self, parts):
        """Queues a message; at the high-water mark it is dropped, as a PUB does."""
        for index, part in enumerate(parts):
            more = SNDMORE if index + 1 < len(parts) else 0
            while _zmq.zmq_send(self.handle, part, len(part), more | DONTWAIT) < 0:
                if ctypes.get_errno() != errno.EINTR:
                    raise Failed("send")

    def poll(self, seconds):
        item = PollItem(self.handle, 0, POLLIN, 0)
        return _zmq.zmq_poll(ctypes.byref(item), 1, int(seconds * 1000)) > 0

    def receive(self):
        """The next message's parts, or ``None`` if none is there."""
        parts = []
        while True:
            message = Message()
            _zmq.zmq_msg_init(ctypes.byref(message))
            if _zmq.zmq_msg_recv(ctypes.byref(message), self.handle, DONTWAIT) < 0:
                _zmq.zmq_msg_close(ctypes.byref(message))
                return None
            size = _zmq.zmq_msg_size(ctypes.byref(message))
            parts.append(ctypes.string_at(_zmq.zmq_msg_data(ctypes.byref(message)), size))
            more = _zmq.zmq_msg_more(ctypes.byref(message))
            _zmq.zmq_msg_close(ctypes.byref(message))
            if not more:
                return parts

    def close(self):
        if self.handle:
            _zmq.zmq_close(self.handle)
            self.handle = None
