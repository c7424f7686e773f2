"""The differential tester of the simulation: see ../README.md."""
