"""backplayer: a hands-free workout player that coaches you by voice."""
