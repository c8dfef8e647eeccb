"""What start.py does, one step a file; standard library only, Python 3.9 or later.

These files run before anything is installed, so they import neither wetview nor
its dependencies.
"""
