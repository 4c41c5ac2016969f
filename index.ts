import { currentRequest } from "./components";
import { program } from "./program/program";

// If the engine is killed, its pipes close. Exit on the first write error: each later one would
// report itself on the same pipes, without end.
for (const output of [process.stdout, process.stderr]) output.on("error", () => process.exit(1));

export = () => program({ folder: process.cwd(), env: process.env }, currentRequest());
