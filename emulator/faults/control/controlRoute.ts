import { z } from "zod";
import { messageOf } from "../../../support/errors";
import { apiFaultSchema, readScenario, taskPlanSchema } from "../scenario";
import type { Faults } from "../faults";
import type { WireResponse } from "../../wire/http";
import type { HttpRoute, RouteRequest } from "../../wire/server";
import type { Ecs } from "../../services/ecs/createEcs";
import type { Elb } from "../../services/elbv2/elb";
import { drawSecret } from "../../access/draw";
import type { AccessKeys } from "../../access/accessKeys";
import type { CallLog } from "./callLog";
import { hasControlToken } from "./controlToken";
import { summary } from "./summary";

export interface Controlled {
  ecs: Ecs;
  elb: Elb;
  faults: Faults;
  calls: CallLog;
  /** Whose calls are accepted. */
  keys: AccessKeys;
  /** Who has it may do everything here; without one nobody may. */
  token?: string;
  /** Puts a scenario into force. */
  apply(scenario: ReturnType<typeof readScenario>): void;
}

type Action = (controlled: Controlled, request: RouteRequest) => unknown;

/** A user beside the one whose key the emulator drew, e.g. one with fewer permissions. */
const userKey = z.strictObject({
  accessKeyId: z.string().regex(/^[\w-]{3,128}$/),
  /** @default drawn */
  secretAccessKey: z.string().min(1).optional(),
});

/** Method and path below `/_slipway/`; the README describes each. */
const actions: Readonly<Record<string, Action>> = {
  "GET state": ({ ecs, elb }) => summary(ecs, elb),
  "GET scenario": ({ faults }) => faults.scenario,
  "PUT scenario": (controlled, { body }) => {
    controlled.apply(readScenario(JSON.parse(body)));
    return controlled.faults.scenario;
  },
  "POST tasks": ({ faults }, { body }) => {
    faults.addTaskPlan(taskPlanSchema.parse(JSON.parse(body)));
    return faults.scenario;
  },
  "POST api": ({ faults }, { body }) => {
    faults.addApiFault(apiFaultSchema.parse(JSON.parse(body)));
    return faults.scenario;
  },
  "POST keys": ({ keys }, { body }) => {
    const { secretAccessKey = drawSecret(), accessKeyId } = userKey.parse(JSON.parse(body));
    keys.add({ accessKeyId, secretAccessKey });
    return { accessKeyId, secretAccessKey };
  },
  "GET held": ({ faults }) => faults.held.calls,
  "POST release": ({ faults }) => ({ released: faults.held.release() }),
  "GET calls": ({ calls }) => calls.calls,
  "DELETE calls": ({ calls }) => calls.take(),
};

/** The control endpoint: faults, the calls made, and the state, as JSON. */
export function controlRoute(controlled: Controlled): HttpRoute {
  return {
    prefix: "/_slipway/",
    handle(request) {
      if (!hasControlToken(request.headers, controlled.token)) {
        const error =
          "The control endpoint wants the token that the emulator printed when it started.";
        return json(401, { error }, { "www-authenticate": "Bearer" });
      }
      const name = `${request.method} ${request.path.slice("/_slipway/".length)}`;
      const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
      if (!action) return json(404, { error: `No ${name}.`, known: Object.keys(actions) });
      try {
        return json(200, action(controlled, request));
      } catch (error) {
        return json(400, { error: messageOf(error) });
      }
    },
  };
}

function json(status: number, body: unknown, more: Record<string, string> = {}): WireResponse {
  return {
    status,
    headers: { "content-type": "application/json", ...more },
    body: `${JSON.stringify(body, null, 2)}\n`,
  };
}
