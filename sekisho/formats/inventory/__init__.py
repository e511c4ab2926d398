"""Inventories of devices as people have them: tables, scans, exports, walks."""
