"""The commands, one file for each kind of work; they speak Chinese to the operator."""
