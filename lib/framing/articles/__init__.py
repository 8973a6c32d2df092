"""Articles as they come in: columns, dates, readers, quarantine, outlets."""
