"""Makes the daily report: builds, freezes and renders it; it may call storage, analysis and domain."""
