export interface EcrHost {
  readonly account: string;
  readonly region: string;
}

/** Only AWS's own domains: a login is sent to these hosts. */
const domains = [
  "amazonaws.com",
  "amazonaws.com.cn",
  "amazonaws.eu",
  "on.aws",
  "on.amazonwebservices.com.cn",
  "c2s.ic.gov",
  "sc2s.sgov.gov",
  "csp.hci.ic.gov",
  "cloud.adc-e.uk",
];
const privateRegistry = new RegExp(
  String.raw`^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z]{2}[a-z-]*-\d+)\.(?:${domains.map((d) => d.replaceAll(".", "\\.")).join("|")})$`,
);

/** Account and region of a private ECR registry's host name, of any partition; else undefined. */
export function ecrHost(host: string): EcrHost | undefined {
  const [, account, region] = privateRegistry.exec(host) ?? [];
  return account !== undefined && region !== undefined ? { account, region } : undefined;
}

/** Whether a registry host is this machine, so that plain HTTP is right for it. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/.test(host);
}
