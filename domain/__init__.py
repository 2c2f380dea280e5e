"""The nouns and closed sets that every room speaks; it calls nobody but the standard library."""
