"""The service: what the desk does, over HTTP: a native API, yente's and OpenRefine's, and pages."""
