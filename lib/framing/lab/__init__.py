"""JupyterLab: a trend turned over by hand, and a codebook line tried before it is saved."""
