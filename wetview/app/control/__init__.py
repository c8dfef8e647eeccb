"""What the window does: opens, works out, starts, keeps."""
