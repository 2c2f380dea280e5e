"""The addresses to which platforms push messages: checked, written down, confirmed; nothing else happens here."""
