"""gettext catalogs: read, written, checked, reviewed."""
