import type { AwsSettings } from "../contract/awsSettings";

/** One client a region, made when it is first asked for; the settings' own without a region. */
export function clientsByRegion<Client>(
  settings: AwsSettings,
  create: (settings: AwsSettings) => Client,
): (region: string | undefined) => Client {
  const clients = new Map<string | undefined, Client>();
  return (region) => {
    const client =
      clients.get(region) ?? create(region === undefined ? settings : { ...settings, region });
    clients.set(region, client);
    return client;
  };
}
