"""What a notebook displays: charts, tables, passages and computed sentences."""
