"""Aoki's lists (Nagoya DXers Circle): fixed columns, Sunday is day 1, names of languages and places written out."""
