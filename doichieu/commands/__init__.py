"""One file a door: the Typer commands, thin shells around `doichieu.jobs`."""
