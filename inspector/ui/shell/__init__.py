"""Main window, menus, start page."""
