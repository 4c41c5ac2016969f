import { z } from "zod";

/** One update in Pulumi's history of a stack. Times in milliseconds since the epoch. */
export interface PastUpdate {
  /** `update`, `refresh`, `import`, … */
  readonly kind: string;
  readonly message: string;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly result: "succeeded" | "failed" | "in progress";
  /** git's HEAD of the checkout that it was run in. */
  readonly commit?: string;
  /** Who committed that. */
  readonly author?: string;
}

const update = z.object({
  kind: z.string(),
  startTime: z.string(),
  endTime: z.string().optional(),
  message: z.string().default(""),
  result: z.string().optional(),
  environment: z.record(z.string(), z.unknown()).nullish(),
});

/** @param text what `pulumi stack history --json` prints, newest first */
export function parseUpdateHistory(text: string): PastUpdate[] {
  return z.array(update).parse(JSON.parse(text)).map(pastUpdate);
}

function pastUpdate({ environment, ...one }: z.infer<typeof update>): PastUpdate {
  const endedAt = Date.parse(one.endTime ?? "");
  const [commit, author] = [environment?.["git.head"], environment?.["git.author"]];
  return {
    kind: one.kind,
    message: one.message,
    startedAt: Date.parse(one.startTime),
    ...(!Number.isNaN(endedAt) && { endedAt }),
    result: one.result === "succeeded" || one.result === "failed" ? one.result : "in progress",
    ...(typeof commit === "string" && { commit }),
    ...(typeof author === "string" && { author }),
  };
}
