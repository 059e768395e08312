"""A card in the languages of one conversation. Pure."""
