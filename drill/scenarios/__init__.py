"""Stories made from a seed and a moment; every name, number and sentence in them is invented."""
