"""The stage set for demo, drills and tests: sites, scenarios and a mailbox; it may call domain only."""
