"""link_libraries.py PACKAGE: makes the symbolic links that native/pg-symlinks.json of a server package lists."""

import json
import os
import sys
from pathlib import Path

package = Path(sys.argv[1])
for link in json.loads((package / "native/pg-symlinks.json").read_text()):
    source, target = package / link["source"], package / link["target"]
    if not os.path.lexists(target):
        target.symlink_to(os.path.relpath(source, target.parent))
