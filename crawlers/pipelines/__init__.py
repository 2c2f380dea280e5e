"""What every post passes through on its way into the store, one class per file."""
