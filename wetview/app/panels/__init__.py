"""The panels of the steps, and what they are made of."""
