"""Proves from a clinic's exported ledger that its rules were kept.

It imports nothing of Cairn and derives everything again from the published facts, so that a slip
in a service cannot hide itself.
"""
