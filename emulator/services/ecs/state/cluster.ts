import type { CapacityProviderStrategyItem, ClusterSetting, Tag } from "../shapes";

/** A cluster. The store knows its services and tasks, which refer to it (ecsStore.ts). */
export interface Cluster {
  name: string;
  arn: string;
  status: "ACTIVE" | "INACTIVE";
  tags: Tag[];
  settings: ClusterSetting[];
  capacityProviders: string[];
  defaultCapacityProviderStrategy: CapacityProviderStrategyItem[];
  runningTasks: number;
  pendingTasks: number;
}
