"""Sound out: the sample-exact mixer, one file per output, the speakers of a session, the chimes."""
