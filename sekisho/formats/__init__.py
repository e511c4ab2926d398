"""The borders: cases and bills of materials in, answers out.

What is wrong in a text is collected as Problems with their place. Writers may read the law to tell of it,
but nothing here decides, looks into a list or asks who owns whom. A reader meets its text once and keeps no
more of it than one case at a time.
"""
