import type { Random } from "../../support/clock";

function digits(random: Random, alphabet: string, length: number): string {
  let text = "";
  for (let i = 0; i < length; i++) text += alphabet[Math.floor(random() * alphabet.length)] ?? "";
  return text;
}

/** 32 hex digits, as the ids of tasks are. */
export const hexId = (random: Random): string => digits(random, "0123456789abcdef", 32);

/** 19 digits without a leading 0, as in `ecs-svc/N`. */
export const deploymentDigits = (random: Random): string =>
  digits(random, "123456789", 1) + digits(random, "0123456789", 18);

/** 21 characters, the last part of a service deployment's ARN. */
export const serviceDeploymentId = (random: Random): string =>
  digits(random, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-", 21);

/** A UUID of version 4. */
export function uuid(random: Random): string {
  const hex = hexId(random);
  const variant = "89ab"[Math.floor(random() * 4)] ?? "8";
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20),
  ].join("-");
}
