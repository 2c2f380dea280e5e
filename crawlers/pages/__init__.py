"""Turns what a site answered into posts, or says where it could not; pure: no network, no clock, no database."""
