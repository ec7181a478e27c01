"""What happened around the figures: the promotions of the year, what was changed and by whom, what it did to the clicks."""
