"""From a file to data with the place of every value, and all that is wrong with it."""
