"""The commands, one file for each group of them; `multivector.cli` puts them together."""
