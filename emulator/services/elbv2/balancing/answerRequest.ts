import type { IncomingMessage, ServerResponse } from "node:http";
import type { Listener } from "../state/loadBalancer";
import type { RegisteredTarget, TargetGroup } from "../state/targetGroup";
import { forward, refuse } from "./forward";
import { nextTarget } from "./routableTargets";

/** Answers a request by the listener's default action; with AWS's statuses where no target can answer. */
export async function answerRequest(
  listener: Listener,
  groupOf: (arn: string) => TargetGroup | undefined,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const [action] = listener.defaultActions;
  if (action?.FixedResponseConfig) {
    const { StatusCode, MessageBody = "", ContentType } = action.FixedResponseConfig;
    response.writeHead(Number(StatusCode), ContentType ? { "content-type": ContentType } : {});
    response.end(MessageBody);
    return;
  }
  const group = groupOf(action?.TargetGroupArn ?? "");
  const target = group && nextTarget(group);
  if (!target) {
    refuse(response, 503);
    return;
  }
  const answered = onItsWay(target);
  response.once("close", answered);
  const { address } = target.backend;
  if (address) forward({ address, listener }, request, response);
  else await simulate(target, response);
}

/** Counts the request until the returned function is called. */
function onItsWay(target: RegisteredTarget): () => void {
  target.requests++;
  return () => {
    target.requests--;
    if (target.requests === 0) target.idle();
  };
}

/** Answers for a simulated task, which runs nothing: with its name, or as its health check would. */
async function simulate(target: RegisteredTarget, response: ServerResponse): Promise<void> {
  const { outcome } = await target.backend.check(target.group.healthCheck);
  if (outcome === "timeout") refuse(response, 504);
  else if (outcome === "unreachable") refuse(response, 502);
  else {
    response.writeHead(outcome === "pass" ? 200 : outcome, { "content-type": "application/json" });
    response.end(`${JSON.stringify({ simulated: true, target: `${target.id}:${target.port}` })}\n`);
  }
}
