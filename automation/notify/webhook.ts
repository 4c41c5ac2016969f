import type { Notifier, Send } from "./notifier";
import { post } from "./post";

/** An address that gets the result of a release, the same document that `--json` prints. */
export function webhook(url: string, send: Send): Notifier {
  return {
    name: "The webhook",
    async tell({ state, report, error, environment }, signal) {
      if (state === "started") return;
      const document = report ?? { exitCode: error?.exitCode, error };
      const headers = { "x-slipway-state": state, "x-slipway-environment": environment };
      await post(send, url, document, headers, signal);
    },
  };
}
