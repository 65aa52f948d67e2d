"""Families of `.env` files: which files there are, which one wins, and how each fills in references."""

from __future__ import annotations

from inspector.config.dialects.dotenv_files.flow import DOTENV_FLOW
from inspector.config.dialects.dotenv_files.next_env import DOTENV_NEXT
from inspector.config.dialects.dotenv_files.npm import DOTENV_NPM
from inspector.config.dialects.dotenv_files.python_dotenv import DOTENV
from inspector.config.dialects.dotenv_files.rails_env import DOTENV_RAILS
from inspector.config.dialects.dotenv_files.vite_env import DOTENV_VITE

__all__ = [
    "DOTENV",
    "DOTENV_FAMILIES",
    "DOTENV_FLOW",
    "DOTENV_NEXT",
    "DOTENV_NPM",
    "DOTENV_RAILS",
    "DOTENV_VITE",
]

DOTENV_FAMILIES = (DOTENV, DOTENV_NEXT, DOTENV_VITE, DOTENV_FLOW, DOTENV_NPM, DOTENV_RAILS)
