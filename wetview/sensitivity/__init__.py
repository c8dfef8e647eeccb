"""Sensitivity: Sobol indices of a trained surrogate."""
