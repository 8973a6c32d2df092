"""The layouts articles come in: a module each, recognised by content."""
