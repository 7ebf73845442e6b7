"""Official texts of no real place, written in true form with what they hold: to measure how they are read."""
