import { stackFile, type Context } from "../context";
import { defaults } from "../defaults";
import { splitNames } from "../sources/environment";
import { serviceName } from "../schema/scalars";
import { schemaProblems } from "../problems/schemaProblems";
import type { ImageSettings, ServiceSettings } from "../settings";

/** A service as the stack's configuration or a variable has it. */
interface Asked {
  readonly name: string;
  /** `slipway:services[1]`, `SERVICES_NAMES` */
  readonly path: string;
  /** The variable or flag that chose a service of the stack's configuration. */
  readonly chosenBy?: string;
  readonly containers?: readonly string[] | Readonly<Record<string, string>>;
  readonly after?: readonly string[];
  readonly base?: "service" | "family";
}

export interface ResolvedServices {
  /** Of this run. */
  readonly services: ServiceSettings[];
  /** Names of all that the stack's configuration has. */
  readonly configured: readonly string[];
}

export function resolveServices(
  context: Context,
  images: readonly ImageSettings[],
): ResolvedServices {
  const configured = configuredServices(context);
  const given = context.run.services;
  const chosen = given ? chosenServices(context, configured) : configured;
  const known = context.run.empty.has("services") || context.config.broken.has("slipway:services");
  if (chosen.length === 0 && !given && !known) {
    context.problems.push({
      path: "SERVICES_NAMES",
      message: "is not set, and no service is configured.",
      remedy: `Set SERVICES_NAMES, or slipway:services in ${stackFile(context)}.`,
    });
  }
  checkDuplicates(context, configured);
  if (given) checkDuplicates(context, chosen);
  const origin = given?.origin ?? context.origins.stackKey("slipway:services");
  if (chosen.length > 0) {
    context.origins.add("services", chosen.map(({ name }) => name).join(", "), origin);
  }
  const services = chosen.map((asked) =>
    resolveService(context, asked, chosen, configured, images),
  );
  checkCycle(context, services);
  return { services, configured: configured.map(({ name }) => name) };
}

function configuredServices({ config, problems, shown }: Context): Asked[] {
  const { services } = config.slipway;
  const path = "slipway:services";
  if (services === undefined) return [];
  if (typeof services === "string") return named(services, path, problems, shown);
  return services.map((service, index) =>
    typeof service === "string"
      ? { name: service, path: `${path}[${index}]` }
      : { ...service, path: `${path}[${index}]` },
  );
}

/** The services that a variable or flag names, each with its settings in the stack's configuration. */
function chosenServices({ run, problems, shown }: Context, configured: readonly Asked[]): Asked[] {
  const { value = "", path = "" } = run.services ?? {};
  return named(value, path, problems, shown).map((one) => {
    const known = configured.find(({ name }) => name === one.name);
    return known ? { ...known, chosenBy: path } : one;
  });
}

function named(
  value: string,
  path: string,
  problems: Context["problems"],
  shown: Context["shown"],
): Asked[] {
  const names = splitNames(value);
  if (names.length === 0) {
    problems.push({ path, message: "names no service.", remedy: "Name one, or take it out." });
  }
  return names.flatMap((name) => {
    const result = serviceName.safeParse(name);
    if (result.success) return [{ name, path }];
    problems.push(...schemaProblems(path, serviceName, name, result.error.issues, shown));
    return [];
  });
}

function checkDuplicates({ problems }: Context, services: readonly Asked[]): void {
  const seen = new Set<string>();
  for (const { name, path, chosenBy } of services) {
    if (seen.has(name)) {
      const message = `The service "${name}" is named twice.`;
      problems.push({ path: chosenBy ?? path, message, remedy: "Name it once." });
    }
    seen.add(name);
  }
}

function resolveService(
  context: Context,
  asked: Asked,
  chosen: readonly Asked[],
  configured: readonly Asked[],
  images: readonly ImageSettings[],
): ServiceSettings {
  const { name, path, base, after = [] } = asked;
  const { origins, problems, warnings } = context;
  const containers = resolveContainers(context, asked, images);
  const present = after.filter((other) => {
    if (chosen.some((service) => service.name === other)) return true;
    if (configured.some((service) => service.name === other)) {
      warnings.push(`${name} is to follow ${other}, which is not part of this release.`);
    } else {
      problems.push({
        path: `${path}.after`,
        message: `names the service "${other}", which is not among the services.`,
        remedy: `Correct it, or add ${other} to the services.`,
      });
    }
    return false;
  });
  const key = (part: string) => `slipway:services.${name}.${part}`;
  for (const [part, value] of Object.entries({
    containers: asked.containers,
    after: asked.after,
  })) {
    origins.addSetting(`services.${name}.${part}`, value, undefined, key(part));
  }
  origins.addSetting(`services.${name}.base`, base, defaults.base, key("base"));
  return { name, ...(containers && { containers }), after: present, base: base ?? defaults.base };
}

/** A plain list of containers means the only image. */
function resolveContainers(
  { problems }: Context,
  { containers, path }: Asked,
  images: readonly ImageSettings[],
): Record<string, string> | undefined {
  if (!containers || images.length === 0) return undefined;
  const names = images.map(({ name }) => name);
  if (!isList(containers)) {
    for (const [container, image] of Object.entries(containers)) {
      if (names.includes(image)) continue;
      problems.push({
        path: `${path}.containers.${container}`,
        message: `names the image "${image}", which there is not.`,
        remedy: `There are ${names.join(", ")}.`,
      });
    }
    return { ...containers };
  }
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) {
    return Object.fromEntries(containers.map((container) => [container, only]));
  }
  problems.push({
    path: `${path}.containers`,
    message: `does not say which of the images ${names.join(", ")} each container gets.`,
    remedy: `Write a map, e.g. {${containers[0] ?? "web"}: ${only ?? "app"}}.`,
  });
  return undefined;
}

function isList(containers: NonNullable<Asked["containers"]>): containers is readonly string[] {
  return Array.isArray(containers);
}

function checkCycle({ problems }: Context, services: readonly ServiceSettings[]): void {
  const cycle = findCycle(new Map(services.map(({ name, after }) => [name, after])));
  if (!cycle) return;
  problems.push({
    path: "slipway:services",
    message: `wait for each other in a circle: ${cycle.join(" after ")}.`,
    remedy: "Take one `after` of the circle out.",
  });
}

/** Names along the first circle, the first one again at the end. */
function findCycle(after: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const done = new Set<string>();
  const walk = (name: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name];
    if (done.has(name)) return undefined;
    for (const other of after.get(name) ?? []) {
      const cycle = walk(other, [...way, name]);
      if (cycle) return cycle;
    }
    done.add(name);
    return undefined;
  };
  for (const name of after.keys()) {
    const cycle = walk(name, []);
    if (cycle) return cycle;
  }
  return undefined;
}
