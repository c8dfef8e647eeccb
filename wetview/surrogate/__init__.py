"""Surrogate: a network trained on simulated fillings, which predicts others."""
