import type {
  CreateServiceCommandInput,
  RegisterTaskDefinitionCommandInput,
} from "@aws-sdk/client-ecs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fillIn } from "./fillIn";

/** A service of the demo and the first revision of its task definition. */
export interface DemoService {
  readonly taskDefinition: RegisterTaskDefinitionCommandInput & { family: string };
  readonly service: CreateServiceCommandInput & { serviceName: string };
}

/** What the `${…}` in the JSON files under services/ stand for. */
export interface ServiceFileValues {
  readonly account: string;
  readonly region: string;
  readonly cluster: string;
  /** The environment's name: `staging`. */
  readonly environment: string;
  /** As ECS calls it: `X86_64`, `ARM64`. */
  readonly architecture: string;
  readonly baseImage: string;
  readonly bootstrapImage: string;
  readonly secretKeyArn: string;
  /** Of the load balancer in front of mage-web. */
  readonly targetGroupArn: string;
}

export const serviceNames = ["mage-web", "mage-worker"] as const;

/** The demo's services as the AWS API takes them. */
export async function readServiceFiles(values: ServiceFileValues): Promise<DemoService[]> {
  return Promise.all(
    serviceNames.map(async (name) => ({
      taskDefinition: (await readJson(
        `${name}.taskDefinition.json`,
        values,
      )) as DemoService["taskDefinition"],
      service: (await readJson(`${name}.service.json`, values)) as DemoService["service"],
    })),
  );
}

async function readJson(file: string, values: ServiceFileValues): Promise<unknown> {
  const text = await readFile(join(__dirname, "services", file), "utf8");
  return JSON.parse(fillIn(text, { ...values }, file));
}
