import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { createDemoApi, type DemoApi, type DemoEnvironment } from "./awsDemoApi";
import { waitInService } from "./balanceWeb";
import { ensureRepository } from "./ensure";
import { buildAndPush, pushBaseImage } from "./images";
import { seed, waitSteady, type DemoSecrets } from "./seed";

export interface PrepareRequest {
  /** A sandbox's environment: where AWS and Docker are. */
  readonly env: DemoEnvironment;
  readonly tools: DemoTools;
  readonly cluster: string;
  /** The environment's name: `staging`. */
  readonly environment: string;
  /** Of the application's images. */
  readonly repository: string;
  /**
   * The folder of what the services run at first.
   * @default demo/bootstrap
   */
  readonly firstImage?: string;
  /** @default drawn */
  readonly secrets?: DemoSecrets;
  readonly signal?: AbortSignal;
  readonly onStep?: (text: string) => void;
}

/** Programs on this machine, by their paths. */
export interface DemoTools {
  /** A static one for Linux. */
  readonly busybox: string;
  readonly buildx: string;
}

export interface PreparedDemo {
  readonly api: DemoApi;
  /** `host/name` of the application's images. */
  readonly repositoryUrl: string;
  /** Of the load balancer in front of mage-web, e.g. `http://127.0.0.1:40213/`. */
  readonly webUrl: string;
  /** For the Dockerfile's BASE. */
  readonly baseImage: string;
}

/** The longest that services may take to become steady, in seconds. */
const steadySeconds = 120;

/** Two repositories, two images, and the services running on them: what a release finds. */
export async function prepare(request: PrepareRequest): Promise<PreparedDemo> {
  const { env, tools, cluster, environment, signal, onStep } = request;
  const api = createDemoApi(env);
  const options = { env, buildx: tools.buildx, ...(signal && { signal }) };
  const [base, application] = await Promise.all([
    ensureRepository(api, "base/busybox"),
    ensureRepository(api, request.repository),
  ]);
  const baseImage = `${base.uri}:1`;
  const bootstrapImage = `${application.uri}:bootstrap`;
  onStep?.(`base image ${baseImage}, from a static busybox`);
  await pushBaseImage(tools.busybox, baseImage, options);
  onStep?.(`bootstrap image ${bootstrapImage}`);
  const folder = request.firstImage ?? join(__dirname, "bootstrap");
  await buildAndPush(folder, bootstrapImage, { BASE: baseImage }, options);
  onStep?.(`services mage-web (2 tasks) and mage-worker (1 task) on cluster ${cluster}`);
  const balancer = await seed(api, {
    account: application.account,
    cluster,
    environment,
    architecture: process.arch === "arm64" ? "ARM64" : "X86_64",
    baseImage,
    bootstrapImage,
    secrets: request.secrets ?? drawnSecrets(),
  });
  onStep?.(`a load balancer in front of mage-web, at ${balancer.url}`);
  await waitSteady(api, cluster, steadySeconds, signal);
  await waitInService(api, balancer, steadySeconds, signal);
  return { api, repositoryUrl: application.uri, webUrl: balancer.url, baseImage };
}

function drawnSecrets(): DemoSecrets {
  const draw = () => randomBytes(16).toString("hex");
  return { databaseUrl: `postgres://mage:${draw()}@db.internal/mage`, secretKey: draw() };
}
