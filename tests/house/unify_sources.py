"""One source a room for clang-tidy: what all files of a room include is read once instead of once a file.

Reads build/tidy/compile_commands.json; writes build/tidy/unified/UnifiedSource_<room>.cpp, which include the files of
the room, and a compile_commands.json for them. Clang's static analyzer takes functions of an included file as code of
its own only if the name of the including file has "UnifiedSource" in it (AnalysisManager::isInCodeFile).
"""

import json
import pathlib
import shlex

BUILD = pathlib.Path("build/tidy")
UNIFIED = BUILD / "unified"


def arguments_without_file(command: dict[str, str]) -> list[str]:
    """The compiler and its options: what is left when the source and the object are taken away."""
    words = shlex.split(command["command"])
    output = words.index("-o")
    del words[output : output + 2]
    source = words.index("-c")
    del words[source : source + 2]
    return words


def main() -> None:
    rooms: dict[pathlib.Path, list[dict[str, str]]] = {}
    for command in json.loads((BUILD / "compile_commands.json").read_text("utf-8")):
        rooms.setdefault(pathlib.Path(command["file"]).parent, []).append(command)
    UNIFIED.mkdir(exist_ok=True)
    unified = []
    for room, commands in sorted(rooms.items()):
        source = UNIFIED.resolve() / f"UnifiedSource_{room.name}.cpp"
        # Names of one file may shadow those of another here; what each file does alone, every build looks at.
        options = [*arguments_without_file(commands[0]), "-Wno-shadow"]
        for command in commands:
            if arguments_without_file(command) != options[:-1]:
                raise SystemExit(f"{command['file']} is compiled with other options than the rest of its room")
        files = sorted(command["file"] for command in commands)
        text = "".join(f'#include "{file}"\n' for file in files)
        if not source.exists() or source.read_text("utf-8") != text:
            source.write_text(text, "utf-8")
        unified.append(
            {"directory": commands[0]["directory"], "file": str(source), "arguments": [*options, "-c", str(source)]}
        )
    (UNIFIED / "compile_commands.json").write_text(json.dumps(unified, indent=1), "utf-8")


if __name__ == "__main__":
    main()
