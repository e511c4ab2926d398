"""The native API: JSON under `/api`, described by OpenAPI; each module has the routes of one thing."""
