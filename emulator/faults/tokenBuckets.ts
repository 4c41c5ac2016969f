import type { Clock } from "../../support/clock";
import type { Interceptor } from "../wire/dispatch";
import { throttled } from "./apiFaults";

interface Bucket {
  burst: number;
  /** Tokens a second of AWS's clock. */
  refill: number;
}

const buckets = {
  clusterModify: { burst: 20, refill: 1 },
  clusterRead: { burst: 50, refill: 20 },
  taskDefinitionModify: { burst: 20, refill: 1 },
  taskDefinitionRead: { burst: 50, refill: 20 },
  taskDefinitionDelete: { burst: 5, refill: 1 },
  capacityProviderRead: { burst: 50, refill: 20 },
  tagModify: { burst: 20, refill: 10 },
  tagRead: { burst: 50, refill: 20 },
  clusterResourceModify: { burst: 100, refill: 40 },
  clusterResourceRead: { burst: 100, refill: 20 },
  serviceModify: { burst: 50, refill: 5 },
  serviceRead: { burst: 100, refill: 20 },
  serviceDeploymentRead: { burst: 50, refill: 20 },
  serviceRevisionRead: { burst: 50, refill: 20 },
} satisfies Record<string, Bucket>;

/** Which operations of ECS share which bucket (api/request-throttling). */
const bucketOf: Readonly<Record<string, keyof typeof buckets>> = {
  CreateCluster: "clusterModify",
  DeleteCluster: "clusterModify",
  DescribeClusters: "clusterRead",
  ListClusters: "clusterRead",
  RegisterTaskDefinition: "taskDefinitionModify",
  DeregisterTaskDefinition: "taskDefinitionModify",
  DescribeTaskDefinition: "taskDefinitionRead",
  ListTaskDefinitions: "taskDefinitionRead",
  ListTaskDefinitionFamilies: "taskDefinitionRead",
  DeleteTaskDefinitions: "taskDefinitionDelete",
  DescribeCapacityProviders: "capacityProviderRead",
  TagResource: "tagModify",
  UntagResource: "tagModify",
  ListTagsForResource: "tagRead",
  RunTask: "clusterResourceModify",
  StopTask: "clusterResourceModify",
  DescribeTasks: "clusterResourceRead",
  ListTasks: "clusterResourceRead",
  CreateService: "serviceModify",
  UpdateService: "serviceModify",
  DeleteService: "serviceModify",
  // Their bucket is not documented: that of the other writes to services.
  ContinueServiceDeployment: "serviceModify",
  StopServiceDeployment: "serviceModify",
  DescribeServices: "serviceRead",
  ListServices: "serviceRead",
  ListServiceDeployments: "serviceDeploymentRead",
  DescribeServiceDeployments: "serviceDeploymentRead",
  DescribeServiceRevisions: "serviceRevisionRead",
};

/** AWS's request throttling for ECS; off until it gets a factor. */
export class TokenBuckets {
  private factor: number | undefined;
  private readonly levels = new Map<string, { tokens: number; at: number }>();

  constructor(private readonly clock: Clock) {}

  /** Fills all buckets. @param factor of burst and refill; undefined switches throttling off */
  set(factor: number | undefined): void {
    this.factor = factor;
    this.levels.clear();
  }

  readonly interceptor: Interceptor = (call, _request, next) => {
    if (call.service === "ecs" && !this.take(call.operation)) throw throttled();
    return next();
  };

  private take(operation: string): boolean {
    const name = bucketOf[operation];
    if (this.factor === undefined || name === undefined) return true;
    const bucket: Bucket = buckets[name];
    const now = this.clock.now();
    const burst = bucket.burst * this.factor;
    const level = this.levels.get(name) ?? { tokens: burst, at: now };
    const filled = ((now - level.at) / 1000) * bucket.refill * this.factor;
    const tokens = Math.min(burst, level.tokens + filled);
    this.levels.set(name, { tokens: tokens >= 1 ? tokens - 1 : tokens, at: now });
    return tokens >= 1;
  }
}
