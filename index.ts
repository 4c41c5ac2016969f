import { askedBy } from "./program/asked";
import { release } from "./program/release";
import { settingsOfStack } from "./program/settings";

// An engine that was killed leaves this process behind, whose every complaint of it fails anew, for ever.
for (const output of [process.stdout, process.stderr]) output.on("error", () => process.exit(1));

/** Slipway's program as `pulumi` starts it. The runner runs program/release.ts in its own process. */
export = () => {
  const place = { env: process.env, folder: process.cwd() };
  const asked = askedBy(place.env);
  return release(() => settingsOfStack(place, asked), asked, place);
};
