"""Set-up: turns packaged fonts and icons into what a build reads, once, in ``.assets/``."""
