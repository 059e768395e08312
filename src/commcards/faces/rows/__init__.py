"""Rows: sentences under one another, each beside its picture, for people who read. Pure."""
