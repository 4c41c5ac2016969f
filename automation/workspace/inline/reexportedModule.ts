const name = "[A-Za-z_$][\\w$]*";
const specifier = `(?<quote>["'])(?<module>[^"'\\n]+)\\k<quote>`;

/** Programs that do nothing but hand on another module's, in TypeScript's and JavaScript's forms. */
const forms = [
  // import program = require("slipway/index"); export = program;
  `import (?<a>${name}) ?= ?require ?\\( ?${specifier} ?\\) ?;? export ?= ?\\k<a> ?;?`,
  // const program = require("slipway/index"); module.exports = program;
  `(?:const|let|var) (?<a>${name}) ?= ?require ?\\( ?${specifier} ?\\) ?;? (?:module\\.exports|export) ?= ?\\k<a> ?;?`,
  // module.exports = require("slipway/index");
  `(?:module\\.exports|export) ?= ?require ?\\( ?${specifier} ?\\) ?;?`,
  // import program from "slipway/index"; export default program; (or export = program;)
  `import (?<a>${name}) from ?${specifier} ?;? export (?:default|=) ?\\k<a> ?;?`,
  // export { default } from "slipway/index";
  `export ?\\{ ?default ?\\} ?from ?${specifier} ?;?`,
].map((form) => new RegExp(`^${form}$`));

/**
 * The module that a program re-exports, when it does nothing else. Comments and layout don't count.
 * @returns undefined for every other program
 */
export function reexportedModule(source: string): string | undefined {
  const code = withoutComments(source)
    .replace(/^\uFEFF?(?:#!.*)?/, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/^(["'])use strict\1 ?;? ?/, "");
  for (const form of forms) {
    const module = form.exec(code)?.groups?.module;
    if (module !== undefined) return module;
  }
  return undefined;
}

/** A string may hold what looks like a comment: strings are kept as they are. */
function withoutComments(source: string): string {
  return source.replace(
    /("(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    (_all, text: string | undefined) => text ?? " ",
  );
}
