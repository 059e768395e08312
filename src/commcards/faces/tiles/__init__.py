"""Tiles: the picture over its words, in a frame that a finger covers. Pure."""
