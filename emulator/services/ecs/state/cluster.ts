import type { CapacityProviderStrategyItem, ClusterSetting, Tag } from "../shapes";
import type { Service } from "./service";
import type { Task } from "./task";

export interface Cluster {
  name: string;
  arn: string;
  status: "ACTIVE" | "INACTIVE";
  tags: Tag[];
  settings: ClusterSetting[];
  capacityProviders: string[];
  defaultCapacityProviderStrategy: CapacityProviderStrategyItem[];
  /** By name; an INACTIVE one stays until it is forgotten or created anew. */
  services: Map<string, Service>;
  /** By id; stopped ones stay for an hour. */
  tasks: Map<string, Task>;
  runningTasks: number;
  pendingTasks: number;
}
