"""What to make, who makes it, and what came of it."""
