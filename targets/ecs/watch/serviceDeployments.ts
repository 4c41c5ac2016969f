import type { Service, ServiceDeployment } from "@aws-sdk/client-ecs";
import type { EcsApi } from "../ecsApi";
import { EcsAccessDenied, EcsTransientError, EcsUnsupported } from "../ecsErrors";
import type { CallPace } from "./callPace";
import { chunks } from "../services";
import type { RolloutTarget } from "./snapshot";
import type { WatchRequest } from "./watch";
import { patience } from "../../../support/patience";

/** DescribeServiceDeployments takes so many. */
const perCall = 20;

interface Asked {
  request: WatchRequest;
  service: Service | undefined;
}

export interface DeploymentAnswers {
  /** One for each that was asked for, in their order. */
  deployments: (ServiceDeployment | undefined)[];
  /** False when ECS could not answer now; then these are the last answers. */
  smooth: boolean;
}

/**
 * Finds and reads the ServiceDeployment of each rollout, all in one call. Where the API is not
 * there or not allowed it says nothing, and the verdict does without.
 */
export class ServiceDeploymentReader {
  /** False once ECS denied the API or did not know it. */
  private available = true;
  /** Deployment id → ARN of its ServiceDeployment, where it was found. */
  private readonly arns = new Map<string, string>();
  /** ARN → what it was at the last answer, for polls in which ECS is throttling. */
  private readonly last = new Map<string, ServiceDeployment>();

  constructor(
    private readonly api: EcsApi,
    private readonly pace: Pick<CallPace, "take">,
  ) {}

  /** Never throws but when aborted. */
  async read(asked: readonly Asked[], signal?: AbortSignal): Promise<DeploymentAnswers> {
    let smooth = true;
    try {
      const arns = await Promise.all(asked.map((one) => this.arnOf(one, signal)));
      const wanted = [...new Set(arns.filter((arn) => arn !== undefined))];
      const answers = await Promise.all(
        chunks(wanted, perCall).map(async (some) => {
          await this.pace.take(signal);
          return this.api.describeServiceDeployments(some, signal);
        }),
      );
      for (const deployment of answers.flat()) {
        this.last.set(deployment.serviceDeploymentArn ?? "", deployment);
      }
      asked.forEach((one, n) => this.remember(one, arns[n]));
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof EcsAccessDenied || error instanceof EcsUnsupported) {
        this.available = false;
      } else if (error instanceof EcsTransientError) {
        smooth = false;
      } else {
        // Not worth a rollout: DescribeServices decides then.
        return { deployments: asked.map(() => undefined), smooth };
      }
    }
    return { deployments: asked.map(({ request }) => this.known(request)), smooth };
  }

  private known({ target, withServiceDeployment }: WatchRequest): ServiceDeployment | undefined {
    if (!this.available || !withServiceDeployment) return undefined;
    return this.last.get(this.arns.get(target.deploymentId) ?? "");
  }

  private remember({ request }: Asked, arn: string | undefined): void {
    const described = this.last.get(arn ?? "");
    if (arn !== undefined && isOf(request.target, described?.targetServiceRevision?.arn)) {
      this.arns.set(request.target.deploymentId, arn);
    }
  }

  /** The service names its current deployment; where that is not ours, the list may have it. */
  private async arnOf(
    { request, service }: Asked,
    signal?: AbortSignal,
  ): Promise<string | undefined> {
    const { cluster, service: name, target, withServiceDeployment } = request;
    if (!this.available || !withServiceDeployment || !service) return undefined;
    const found = this.arns.get(target.deploymentId);
    if (found !== undefined) return found;
    const current = service.currentServiceDeployment;
    if (current !== undefined && !this.last.has(current)) return current;
    await this.pace.take(signal);
    const listed = await this.api.listServiceDeployments(
      {
        cluster,
        service: name,
        createdAfter: new Date(target.createdAt.getTime() - patience.deploymentSlackMs),
      },
      signal,
    );
    return listed.find(({ targetServiceRevisionArn }) => isOf(target, targetServiceRevisionArn))
      ?.serviceDeploymentArn;
  }
}

/** A service revision's ARN ends in the digits of its deployment's id. */
export function isOf(
  target: Pick<RolloutTarget, "deploymentId">,
  serviceRevisionArn: string | undefined,
): boolean {
  const digits = target.deploymentId.slice(target.deploymentId.lastIndexOf("/") + 1);
  return serviceRevisionArn?.endsWith(`/${digits}`) === true;
}
