"""WeChat: the article host with its albums, and the public article search."""
