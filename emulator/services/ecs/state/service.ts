import type {
  AvailabilityZoneRebalancing,
  DeploymentConfiguration,
  DeploymentControllerType,
  PlacementConstraint,
  PlacementStrategy,
  PropagateTags,
  SchedulingStrategy,
  Tag,
} from "../shapes";
import type { Appointment } from "../../../core/agenda";
import type { Cluster } from "./cluster";
import type { Deployment, ServiceDeployment } from "./deployment";
import type { RevisionSettings, ServiceRevision } from "./serviceRevision";
import type { TaskDefinition } from "./taskDefinition";

export interface Service {
  name: string;
  arn: string;
  cluster: Cluster;
  status: "ACTIVE" | "DRAINING" | "INACTIVE";
  desiredCount: number;
  schedulingStrategy: SchedulingStrategy;
  deploymentController: DeploymentControllerType;
  /** Of the newest revision; UpdateService and a rollback change it. */
  taskDefinition: TaskDefinition;
  settings: RevisionSettings;
  deploymentConfiguration: DeploymentConfiguration;
  options: ServiceOptions;
  roleArn?: string;
  tags: Tag[];
  createdBy: string;
  createdAt: number;
  /** The members of CreateService, to tell a repeated call from a different one. */
  fingerprint: string;
  /** PRIMARY first, then newest to oldest. */
  deployments: Deployment[];
  /** Newest first. */
  serviceDeployments: ServiceDeployment[];
  /** By digits. */
  revisions: Map<string, ServiceRevision>;
  /** Newest first, at most 100. */
  events: ServiceEvent[];
  /** The most recent COMPLETED deployment: the target of a rollback. */
  lastCompleted?: Deployment;
  /** The rollback in progress, with the failed ServiceDeployment. */
  rollback?: { serviceDeployment: ServiceDeployment };
  scheduling: ServiceScheduling;
}

/** Members that UpdateService changes without a new deployment (api/UpdateService). */
export interface ServiceOptions {
  healthCheckGracePeriodSeconds?: number;
  placementConstraints: PlacementConstraint[];
  placementStrategy: PlacementStrategy[];
  availabilityZoneRebalancing?: AvailabilityZoneRebalancing;
  enableECSManagedTags: boolean;
  enableExecuteCommand: boolean;
  propagateTags: PropagateTags;
}

export interface ServiceEvent {
  id: string;
  createdAt: number;
  message: string;
}

export interface ServiceScheduling {
  nextPass?: { at: number; appointment: Appointment };
  /** The running count is the desired count, and no task starts or stops. */
  steady: boolean;
  /** When `has reached a steady state.` is due again. */
  steadyReminder?: Appointment;
  /** When each message that AWS doesn't repeat within six hours was last written. */
  lastSaid: Map<string, number>;
}
