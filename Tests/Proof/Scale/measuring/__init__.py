"""Measures a clinic with two parts of the rig of chaos: its peer, and its look at processes."""

import os
import sys

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "Chaos"))
