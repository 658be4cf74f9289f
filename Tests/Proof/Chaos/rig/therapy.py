"""A therapy of ours in a clinic's folder, with its program if it has one."""

import json
import os
import shutil
import subprocess


def install(root, programs, folder, therapy):
    """Puts it there: the rehearsal approves it, and its host runs it, in the place of a service."""
    source, place = f"{root}/Plugins/{therapy}", f"{folder}/plugins/{therapy}"
    os.makedirs(place)
    with open(f"{source}/plugin.json", encoding="utf-8") as file:
        command = json.load(file).get("command", [])
    if len(command) == 1:
        # Without what a debugger wants it has a size that a plugin may have.
        subprocess.run(
            ["strip", "-o", f"{place}/{command[0]}", f"{programs}/{command[0]}"], check=True)
    shutil.copy(f"{source}/plugin.json", f"{place}/")
