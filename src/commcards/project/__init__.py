"""What people edit in YAML, read strictly."""
