// Who may import whom (docs/architecture.md), and where the outside world may be touched.

const folders = [
  "automation",
  "aws",
  "bench",
  "components",
  "config",
  "contract",
  "demo",
  "emulator",
  "program",
  "provider",
  "registry",
  "sandbox",
  "support",
  "targets",
  "test",
  "toolchain",
];

/** Allows `files` to import only the project folders in `allowed`, and forbids `packages`. */
function layer(files, allowed, packages = []) {
  const forbidden = folders.filter((f) => !allowed.some((a) => a === f || a.startsWith(`${f}/`)));
  const patterns = forbidden.map((f) => ({
    regex: `^(\\.\\./)+${f}(/|$)`,
    message: `This folder may import only: ${allowed.join(", ")} (docs/architecture.md).`,
  }));
  if (packages.length > 0) {
    patterns.push({ group: packages, message: "Not in this layer (docs/architecture.md)." });
  }
  return { files, rules: { "no-restricted-imports": ["error", { patterns }] } };
}

const pulumi = ["@pulumi/*"];
const terminal = ["commander", "@commander-js/*", "picocolors"];
const aws = ["@aws-sdk/*"];

export const layers = [
  layer(["contract/**"], ["contract"], [...pulumi, ...terminal, ...aws]),
  layer(["support/**"], ["support"], [...pulumi, ...terminal, ...aws]),
  layer(["aws/**"], ["aws", "contract", "support"], [...pulumi, ...terminal]),
  layer(
    ["targets/**"],
    ["aws", "contract", "registry", "support", "targets"],
    [...pulumi, ...terminal],
  ),
  layer(["registry/**"], ["aws", "contract", "registry", "support"], [...pulumi, ...terminal]),
  layer(
    ["config/**"],
    ["config", "contract", "registry", "support"],
    [...pulumi, ...terminal, ...aws],
  ),
  layer(
    ["provider/**"],
    ["aws", "contract", "provider", "registry", "support", "targets"],
    terminal,
  ),
  layer(["provider/sdk/**"], ["contract", "provider/sdk"], [...terminal, ...aws]),
  layer(["components/**"], ["components", "contract", "provider"], [...terminal, ...aws]),
  layer(
    ["automation/**"],
    [
      "automation",
      "aws",
      "config",
      "contract",
      "registry",
      "sandbox",
      "support",
      "targets",
      "toolchain",
    ],
  ),
  layer(
    ["automation/{recovery,release,report,rollback,status,tags}/**"],
    ["automation", "config", "contract", "registry", "support", "targets"],
    terminal,
  ),
  // The two doors to what runs in the runner's own process: its provider and its program.
  layer(
    ["automation/workspace/attachProvider.ts"],
    ["automation", "contract", "provider", "support"],
    [...terminal, ...aws],
  ),
  layer(
    ["automation/workspace/inline/inlineProgram.ts"],
    ["automation", "config", "contract", "program", "support"],
    [...terminal, ...aws],
  ),
  layer(["sandbox/**"], ["sandbox", "support", "toolchain"], [...pulumi, ...terminal]),
  layer(["emulator/**"], ["emulator", "support"], [...pulumi, ...terminal, ...aws]),
  layer(["program/**"], ["components", "config", "contract", "program"], [...terminal, ...aws]),
  layer(["index.ts"], ["components", "program"], [...terminal, ...aws]),
];

const ambient = [
  { object: "process", property: "env", message: "Only in entry points and io/." },
  { object: "process", property: "argv", message: "Only in entry points and io/." },
  { object: "process", property: "exit", message: "Only in entry points and io/." },
  { object: "process", property: "stdout", message: "Only in entry points and io/." },
  { object: "process", property: "stderr", message: "Only in entry points and io/." },
];
const time = [
  { object: "Date", property: "now", message: "Take a Clock (support/clock.ts)." },
  { object: "Math", property: "random", message: "Take a Random (support/clock.ts)." },
];
const timers = ["setTimeout", "setInterval"].map((name) => ({
  name,
  message: "Take a Clock (support/clock.ts).",
}));
const entryPoints = [
  "index.ts",
  "automation/cli.ts",
  "automation/io/**",
  "sandbox/main.ts",
  "provider/main.ts",
  "emulator/main.ts",
  "demo/run.ts",
  "toolchain/**",
  "test/**",
  "bench/**",
];

export const ports = [
  {
    files: ["**/*.ts"],
    ignores: entryPoints,
    rules: {
      "no-restricted-properties": ["error", ...ambient, ...time],
      "no-restricted-globals": ["error", ...timers],
      "no-restricted-syntax": [
        "error",
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: "Take a Clock (support/clock.ts).",
        },
        {
          selector:
            "NewExpression[callee.name=/^(ECS|ECR|IAM|SNS|STS|SSM|CloudWatch|CloudWatchLogs|SecretsManager|ElasticLoadBalancingV2)Client$/]",
          message: "AWS clients only in their adapter (aws*Api.ts).",
        },
      ],
    },
  },
  {
    files: ["support/clock.ts"],
    rules: { "no-restricted-properties": "off", "no-restricted-globals": "off" },
  },
  { files: ["**/aws*Api.ts"], rules: { "no-restricted-syntax": "off" } },
];
