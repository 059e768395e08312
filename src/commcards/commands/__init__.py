"""The command line: a module for each verb, which asks a room and shows what came of it."""
