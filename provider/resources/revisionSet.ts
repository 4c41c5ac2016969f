import { z } from "zod";
import type { Resource } from "../resource";

const nothing = z.object({});

/**
 * Stands for all revisions of a release in the engine's graph, and touches nothing: it depends on
 * each of them, and every rollout depends on it alone.
 */
export class RevisionSet implements Resource<object, object> {
  readonly inputs = nothing;
  readonly secrets = [];
  readonly outputs = [];
  readonly refreshBeforeUpdate = false;

  diff() {
    return { changes: false };
  }

  preview() {
    return Promise.resolve({});
  }

  create() {
    return Promise.resolve({ id: "revisions", outputs: {} });
  }

  update() {
    return Promise.resolve({ outputs: {} });
  }

  read() {
    return Promise.resolve({ inputs: {}, outputs: {} });
  }
}
