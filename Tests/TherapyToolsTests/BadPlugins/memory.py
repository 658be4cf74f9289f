from plain import Plain

HELD = b"x" * (200 << 20)

Plain().run()
