"""Where batches are measured: in this process."""
