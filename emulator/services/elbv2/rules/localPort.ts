import { validationError } from "../errors";
import type { Tag } from "../shapes";

/** The tag of a listener that asks for a port of this machine. */
const localPortTag = "slipway:local-port";

/**
 * The port that a listener's proxy is to have; 0 is any free one.
 * @throws ValidationError
 */
export function localPort(tags: readonly Tag[] = []): number {
  const asked = tags.find(({ Key }) => Key === localPortTag)?.Value ?? "0";
  const port = Number(asked);
  if (Number.isInteger(port) && port >= 0 && port <= 65535) return port;
  throw validationError(`The tag ${localPortTag} is '${asked}': give a port between 0 and 65535.`);
}
