"""Letters, fonts, line breaks and templates."""
