import { validationError } from "../errors";

/** Names of load balancers and target groups. @throws ValidationError */
export function checkName(kind: "Load balancer" | "Target group", name: string): void {
  const said = `${kind} name '${name}'`;
  if (name.length > 32) throw validationError(`${said} cannot be longer than '32' characters`);
  if (!/^[A-Za-z0-9-]+$/.test(name)) {
    throw validationError(
      `${said} can only contain characters that are alphanumeric characters or hyphens(-)`,
    );
  }
  if (/^-|-$/.test(name)) throw validationError(`${said} cannot begin or end with a hyphen(-)`);
  if (kind === "Load balancer" && name.startsWith("internal-")) {
    throw validationError(`${said} cannot begin with 'internal-'`);
  }
}
