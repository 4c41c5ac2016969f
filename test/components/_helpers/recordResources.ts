import * as pulumi from "@pulumi/pulumi";
import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb";

export interface RecordedResource {
  type: string;
  name: string;
  inputs: Record<string, unknown>;
  parent: string | undefined;
  dependencies: string[];
  retainOnDelete: boolean;
}

/** What a program declared, with the provider's answers made up. */
export interface Recorded {
  all: RecordedResource[];
  /** Arguments of the functions that were called. */
  calls: unknown[];
  names(): string[];
  one(type: string, name?: string): RecordedResource;
  /** Waits for an output, and so for everything that it hangs on. */
  settled<T>(output: pulumi.Output<T>): Promise<T>;
}

interface Monitor {
  registerResource(request: RegisterResourceRequest, answer: unknown): void;
}

/**
 * Puts Pulumi's mocks in the engine's place, anew for each test.
 * @param image what the registry says of every image
 */
export function recordResources(image: object = { manifests: ["sha256:child"] }): Recorded {
  const all: RecordedResource[] = [];
  const calls: unknown[] = [];
  void pulumi.runtime.setMocks({
    newResource({ type, name, inputs }) {
      return { id: name, state: { ...(inputs as object), ...answers[type] } };
    },
    call({ token, inputs }) {
      calls.push(inputs);
      return { ...functions, "slipway:registry:getImage": image }[token] ?? {};
    },
  });
  // The mocks are told nothing of a resource's options: they are taken from the request.
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, answer) => {
    all.push({
      type: request.getType(),
      name: request.getName(),
      inputs: request.getObject()?.toJavaScript() ?? {},
      parent: request.getParent(),
      dependencies: request.getDependenciesList(),
      retainOnDelete: request.getRetainondelete() ?? false,
    });
    register(request, answer);
  };
  return {
    all,
    calls,
    names: () => all.map(({ type, name }) => `${type} ${name}`),
    one(type, name) {
      const found = all.filter((r) => r.type === type && (name === undefined || r.name === name));
      if (found.length !== 1) throw new Error(`${found.length} of ${type} ${name ?? ""}`);
      return found[0]!;
    },
    settled: (output) => new Promise((resolve) => void output.apply(resolve)),
  };
}

const functions: Record<string, object> = {
  "slipway:ecs:preflight": { findings: [], platforms: ["linux/arm64"] },
};

const answers: Record<string, object> = {
  "docker-build:index:Image": { digest: "sha256:built", ref: "unused" },
  "slipway:ecs:TaskDefinitionRevision": {
    taskDefinitionArn: "arn:2",
    revision: "web:2",
    containers: { "registry.test/mage:c2": ["app"] },
    images: { app: "registry.test/mage:c2" },
  },
  "slipway:ecs:ServiceRollout": {
    revision: "web:2",
    outcome: { kind: "deployed" },
    deploymentId: "ecs-svc/2",
  },
};
