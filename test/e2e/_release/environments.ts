import { demoCluster } from "./releaseSandbox";

/** The demo's services. */
export const named = ["mage-web", "mage-worker"];
/** The value of a variable of `staging`: it may show up nowhere. */
export const ownSecret = "0wn-s3cret-value";
/** The services of `twelve`. */
export const many = Array.from({ length: 12 }, (_, n) => `s${n + 1}`);

/**
 * What each environment sets, by its name.
 * @param host of the registry
 */
export function environments(host: string) {
  const mage = { "slipway:images": { mage: { repositoryUrl: `${host}/mage`, context: "." } } };
  const repository = (name: string) => ({ repositoryUrl: `${host}/shop/${name}`, context: "." });
  return {
    staging: {
      ...mage,
      "slipway:cluster": demoCluster,
      "slipway:services": named,
      "slipway:environment": { TOKEN: ownSecret },
    },
    twelve: { ...mage, "slipway:cluster": "twelve", "slipway:services": many },
    shop: {
      "slipway:cluster": "shop",
      "slipway:images": {
        app: repository("app"),
        proxy: { ...repository("proxy"), dockerfile: "proxy.Dockerfile" },
      },
      "slipway:services": [
        { name: "edge", containers: { app: "app", proxy: "proxy" }, after: ["api"] },
        { name: "api", containers: { app: "app" } },
      ],
    },
    migrated: {
      ...mage,
      "slipway:cluster": "migrated",
      "slipway:services": ["web", "worker"],
      "slipway:migration": { service: "web", command: ["migrate", "--all"] },
    },
    broken: {
      ...mage,
      "slipway:cluster": "broken",
      "slipway:services": ["web", "worker"],
      "slipway:rollout": { onFailure: "stop" },
    },
  };
}
