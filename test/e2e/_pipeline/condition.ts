type Facts = Readonly<Record<string, string | boolean | null>>;

/**
 * Buildkite's conditions, as far as the pipeline file uses them: `a == b`, `a != b`, joined by `&&`
 * (buildkite.com/docs/pipelines/configure/conditionals).
 */
export function holds(condition: string | undefined, facts: Facts): boolean {
  if (condition === undefined) return true;
  return condition.split("&&").every((part) => {
    const match = /^\s*(\S+) (==|!=) (\S+)\s*$/.exec(part);
    if (!match) throw new Error(`This condition is not understood: ${part}`);
    const [, left = "", operator, right = ""] = match;
    const equal = valueOf(left, facts) === valueOf(right, facts);
    return operator === "==" ? equal : !equal;
  });
}

function valueOf(word: string, facts: Facts): string | boolean | null {
  if (word === "null") return null;
  if (word === "true" || word === "false") return word === "true";
  const value = facts[word];
  if (value === undefined) throw new Error(`There is no ${word} in a condition.`);
  return value;
}
