"""gettext catalogs: read, written, checked, reviewed, sent to translators and back."""
