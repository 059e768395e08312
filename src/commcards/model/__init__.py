"""What the product is made of, as frozen values."""
