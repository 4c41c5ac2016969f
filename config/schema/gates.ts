import { z } from "zod";
import { anyText, duration, isHttpUrl } from "./scalars";

const timing = {
  for: duration.optional().meta({
    description:
      "Alarms are watched for so long. A request or a command that is repeated has so long to become good; a command that is not may take so long.",
    fallback: "alarms 5 min, http 2 min, command 10 min",
  }),
  every: duration.optional().meta({
    description: "How often to look. A command is repeated only where this is set.",
    fallback: "alarms 15 s, http 5 s",
  }),
};

const alarms = z.strictObject({
  alarms: z.array(anyText).min(1).max(100).meta({
    description: "CloudWatch alarms that may not go off. What was in ALARM before does not count.",
    example: "[mage-5xx, mage-latency]",
  }),
  ...timing,
});

const http = z.strictObject({
  http: z
    .strictObject({
      url: z
        .string()
        .refine(isHttpUrl, {
          error: "is not the URL of a page.",
          params: { remedy: "Write http(s)://host[:port]/path." },
        })
        .meta({ example: "https://mage.example.com/health" }),
      status: z.number().int().min(100).max(599).optional().meta({ fallback: "200" }),
      body: z
        .string()
        .min(1)
        .optional()
        .meta({ description: "A text that has to be in the answer." }),
      version: anyText.optional().meta({
        description:
          "Where the answer names the version, which has to be this commit: a field of its JSON, or `header:NAME`.",
        example: "build.commit",
      }),
    })
    .meta({ description: "A request, and the answer that is expected." }),
  ...timing,
});

const command = z.strictObject({
  command: z.array(z.string()).min(1).meta({
    description: "A command that must exit 0; run in the project's folder, without a shell.",
  }),
  ...timing,
});

export const gates = z.array(z.union([alarms, http, command]));

export type GateOption = z.output<typeof gates>[number];
