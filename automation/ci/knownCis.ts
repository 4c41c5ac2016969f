import { buildkite } from "./buildkite/buildkite";
import type { Ci } from "./ci";
import { circle } from "./circle/circle";
import { github } from "./github/github";
import { gitlab } from "./gitlab/gitlab";

/** Every CI that Slipway knows; the first one that answers is the one it runs in. */
export const knownCis: readonly Ci[] = [buildkite, github, circle, gitlab];
