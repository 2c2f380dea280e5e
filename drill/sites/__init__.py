"""Sites on loopback that answer as the real ones do, with faults that can be switched on."""
