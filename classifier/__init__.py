"""Article and official passages to verdicts; pure, no input or output."""
