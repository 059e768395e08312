"""What is known of letters: scripts, fonts, shaping, line breaks; and filled templates."""
