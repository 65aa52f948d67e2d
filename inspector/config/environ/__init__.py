"""Process environments as inputs."""
