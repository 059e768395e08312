"""The commands, a module for each verb: it calls a room and shows the result."""
