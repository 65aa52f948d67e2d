"""What every room shares: places, findings, cancel tokens, secret masking. Standard library only."""
