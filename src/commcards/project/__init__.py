"""What people edit in YAML, read strictly: every fault with its place."""
