"""Slips of people who write YAML, told by the looks of their lines. Pure."""
