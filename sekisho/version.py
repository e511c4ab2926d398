"""The version, in a file of its own: reading it from the metadata would cost a cold start its tenth."""

__version__ = "0.1.0"
