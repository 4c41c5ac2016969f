import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const file = path.join(__dirname, "../../../../.buildkite/pipeline.yml");

const variables = z.record(z.string(), z.string());
const commandStep = z.looseObject({
  label: z.string(),
  commands: z.array(z.string()),
  env: variables.optional(),
  if: z.string().optional(),
  key: z.string().optional(),
  depends_on: z.string().optional(),
});
const blockStep = z.looseObject({
  block: z.string(),
  if: z.string().optional(),
  key: z.string().optional(),
  depends_on: z.string().optional(),
});
const pipeline = z.object({
  env: variables,
  steps: z.array(z.union([z.literal("wait"), commandStep, blockStep])),
});

export type PipelineFile = z.infer<typeof pipeline>;
export type CommandStep = z.infer<typeof commandStep>;
export type BlockStep = z.infer<typeof blockStep>;

export function isCommand(step: CommandStep | BlockStep): step is CommandStep {
  return "commands" in step;
}

/** .buildkite/pipeline.yml, as far as tests look at it; anchors are resolved. */
export function readPipelineFile(): PipelineFile {
  return pipeline.parse(parse(readFileSync(file, "utf8"), { merge: true }));
}
