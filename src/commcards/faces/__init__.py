"""A localized card laid out on printed sides, in millimetres."""
