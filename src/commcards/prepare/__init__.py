"""Set-up: turns npm packages of fonts and icons into the files that builds read in ``.assets/``."""
