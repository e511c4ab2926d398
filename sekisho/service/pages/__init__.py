"""The workbench in a browser: pages that need no script, each also as JSON, in English and Japanese."""
