"""Pure verdicts on texts and series, with no database, network or clock; it may call domain and numeric libraries."""
