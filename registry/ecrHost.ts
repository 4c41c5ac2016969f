export interface EcrHost {
  readonly account: string;
  readonly region: string;
}

const privateRegistry =
  /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z]{2}[a-z-]*-\d+)\.(?:amazonaws\.com(?:\.[a-z]+)?|[a-z0-9.-]+)$/;

/** Account and region of a private ECR registry's host name, of any partition; else undefined. */
export function ecrHost(host: string): EcrHost | undefined {
  const [, account, region] = privateRegistry.exec(host) ?? [];
  return account !== undefined && region !== undefined ? { account, region } : undefined;
}

/** Whether a registry host is this machine, so that plain HTTP is right for it. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host);
}
