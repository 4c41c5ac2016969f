import { refusal } from "./errors/refusal";
import type { EcsReleaseArgs, ReleaseServiceArgs } from "./releaseArgs";

/** The services in an order in which each comes later than those that it is `after`. */
export function orderedServices({
  services,
}: Pick<EcsReleaseArgs, "services">): ReleaseServiceArgs[] {
  const waiting = services.map((service) =>
    typeof service === "string" ? { name: service } : service,
  );
  const ordered: ReleaseServiceArgs[] = [];
  while (waiting.length > 0) {
    const ready = waiting.findIndex(({ after = [] }) =>
      after.every((name) => ordered.some((service) => service.name === name)),
    );
    if (ready < 0) {
      const names = waiting.map((service) => service.name).join(", ");
      throw refusal(
        "ARGUMENTS_INVALID",
        `\`after\` goes round in a circle among the services ${names}.`,
      );
    }
    ordered.push(...waiting.splice(ready, 1));
  }
  return ordered;
}

/** @throws RunError with everything that contradicts itself in the arguments */
export function checkArgs(name: string, args: EcsReleaseArgs): void {
  const problems = [...imageProblems(args), ...serviceProblems(args)];
  if (problems.length === 0) return;
  const lines = problems.map((problem) => `  ${problem}`);
  throw refusal("ARGUMENTS_INVALID", `EcsRelease "${name}" can't be made:`, ...lines);
}

function imageProblems({ images }: EcsReleaseArgs): string[] {
  const entries = Object.entries(images);
  if (entries.length === 0) return ["`images` is empty: name at least one."];
  return entries.flatMap(([name, { build, existing }]) => {
    if (build && existing) {
      return [`images.${name} has both \`build\` and \`existing\`: keep one.`];
    }
    return build || existing ? [] : [`images.${name} needs \`build\` or \`existing\`.`];
  });
}

function serviceProblems({ services, images, migration }: EcsReleaseArgs): string[] {
  const all = services.map((service) =>
    typeof service === "string" ? { name: service } : service,
  );
  const names = all.map((service) => service.name);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  return [
    ...(names.length === 0 ? ["`services` is empty: name at least one."] : []),
    ...twice.map((name) => `services names ${name} twice.`),
    ...all.flatMap((service) => referenceProblems(service, names, Object.keys(images))),
    ...(migration && !names.includes(migration.service)
      ? [`migration.service ${migration.service} is none of the services.`]
      : []),
  ];
}

function referenceProblems(
  { name, after = [], containers = {} }: ReleaseServiceArgs,
  services: readonly string[],
  images: readonly string[],
): string[] {
  return [
    ...after
      .filter((other) => !services.includes(other) || other === name)
      .map((other) => `services.${name}.after names ${other}, which is none of the others.`),
    ...Object.entries(containers)
      .filter(([, image]) => !images.includes(image))
      .map(([container, image]) => `services.${name}.containers.${container}: no image ${image}.`),
  ];
}
