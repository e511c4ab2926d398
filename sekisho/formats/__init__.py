"""The borders: cases and bills of materials in, answers out.

What is wrong in a text is collected as Problems with their place; nothing here knows a law, a list
or who owns whom. A reader meets its text once and keeps no more of it than one case at a time.
"""
