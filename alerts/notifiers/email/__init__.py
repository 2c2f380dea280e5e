"""E-mail: composes alerts and incidents, hands everything to the mail server, and reads its answers."""
