"""The sample world: fictitious outlets and official portals, served over real HTTP on loopback."""
