"""What every request and answer passes through, one class per file."""
