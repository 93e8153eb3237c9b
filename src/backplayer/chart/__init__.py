"""The timeline as a picture: lanes of plain data, and how they look in a terminal, on a page and to a program."""
