"""Faults, lengths, files and their names, and what is kept between builds."""
