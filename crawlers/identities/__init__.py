"""Who a request comes as: cookies, headers, visitor identities, accounts and their log-in."""
