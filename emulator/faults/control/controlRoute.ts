import { messageOf } from "../../../support/errors";
import { apiFaultSchema, readScenario, taskPlanSchema } from "../scenario";
import type { Faults } from "../faults";
import type { WireResponse } from "../../wire/http";
import type { HttpRoute, RouteRequest } from "../../wire/server";
import type { Ecs } from "../../services/ecs/createEcs";
import type { Elb } from "../../services/elbv2/elb";
import type { CallLog } from "./callLog";
import { summary } from "./summary";

export interface Controlled {
  ecs: Ecs;
  elb: Elb;
  faults: Faults;
  calls: CallLog;
  /** Puts a scenario into force. */
  apply(scenario: ReturnType<typeof readScenario>): void;
}

type Action = (controlled: Controlled, request: RouteRequest) => unknown;

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

function json(status: number, body: unknown): WireResponse {
  return {
    status,
    headers: { "content-type": "application/json" },
    body: `${JSON.stringify(body, null, 2)}\n`,
  };
}
