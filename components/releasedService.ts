/** How a service came out of a release. */
export interface ReleasedService {
  /** `family:n` */
  revision: string;
  /** The image that it runs; several are joined by commas. */
  image: string;
  /** `deployed` or `unchanged`. */
  outcome: string;
  /** `ecs-svc/…` */
  deploymentId: string;
}

export interface ReleasedImage {
  reference: string;
  digest: string;
}
