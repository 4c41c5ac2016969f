import { expect } from "chai";
import { reexportedModule } from "../../../../automation/workspace/inline/reexportedModule";

describe("reexportedModule", () => {
  const forms: [string, string][] = [
    ["TypeScript's own form", 'import program = require("slipway/index");\nexport = program;\n'],
    [
      "the same under comments",
      '/* Slipway\'s own. */\n// program\nimport a = require("slipway/index"); // "x"\nexport = a;',
    ],
    ["CommonJS in one line", "module.exports = require('slipway/index')"],
    ["CommonJS in two", '"use strict";\nconst p = require("slipway/index");\nmodule.exports = p;'],
    ["an ES module's default", 'import program from "slipway/index";\nexport default program;'],
    ["an ES module in one line", "export { default } from 'slipway/index';"],
    [
      "Windows' line ends and a byte order mark",
      '\uFEFFimport p = require("slipway/index");\r\nexport = p;\r\n',
    ],
  ];
  for (const [what, source] of forms) {
    it(`names the module that is handed on by ${what}`, () => {
      expect(reexportedModule(source)).to.equal("slipway/index");
    });
  }

  const others: [string, string][] = [
    ["does something before", 'console.log(1);\nmodule.exports = require("slipway/index");'],
    ["does something after", 'import p = require("slipway/index");\nexport = p;\np();'],
    ["exports another name", 'import p = require("slipway/index");\nexport = q;'],
    ["adds an output", 'import p = require("slipway/index");\nexport const a = 1;\nexport = p;'],
    ["calls it", 'module.exports = require("slipway/index")();'],
    ["exports nothing of it", 'import "slipway/index";'],
    ["exports names, of which Slipway's program has none", 'export * from "slipway/index";'],
    ["is empty", ""],
    ["computes the module's name", "module.exports = require(`slipway/${index}`);"],
    ["has the form in a comment only", '// module.exports = require("slipway/index");'],
    ["has the form in a string only", "const a = 'module.exports = require(\"slipway/index\")';"],
  ];
  for (const [what, source] of others) {
    it(`names none for a program that ${what}`, () => {
      expect(reexportedModule(source)).to.equal(undefined);
    });
  }
});
