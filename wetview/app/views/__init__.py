"""What shows the models: slices, 3D, curves, tables, jobs."""
