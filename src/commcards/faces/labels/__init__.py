"""Labels: each line of a card alone on a face, to be stuck where it is needed. Pure."""
