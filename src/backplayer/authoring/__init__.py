"""Writing one's own routines: the text of a new one, what of it is to be heard, and every phrase of it once."""
