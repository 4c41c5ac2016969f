import { randomBytes, randomUUID } from "node:crypto";
import type { AccessKey } from "./accessKeys";

// Whatever lets a caller in is drawn here, never from the emulator's own chance, which may be seeded.

/** 40 characters, as AWS's secret access keys are. */
export const drawSecret = (): string => randomBytes(30).toString("base64");

/** Of a session, or of the control endpoint. */
export const drawToken = (): string => randomBytes(32).toString("base64url");

/** A UUID that nothing else tells. */
export const drawId = (): string => randomUUID();

/** A user's key, with an id in AWS's form. */
export function drawAccessKey(): AccessKey {
  const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const id = [...randomBytes(16)].map((byte) => digits[byte % digits.length] ?? "").join("");
  return { accessKeyId: `AKIA${id}`, secretAccessKey: drawSecret() };
}
