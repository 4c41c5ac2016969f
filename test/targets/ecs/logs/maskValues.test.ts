import { expect } from "chai";
import fc from "fast-check";
import { maskValues } from "../../../../targets/ecs/logs/maskValues";

function masked(line: string, environment: Record<string, string>, image = "app:1"): string {
  const variables = Object.entries(environment).map(([name, value]) => ({ name, value }));
  return maskValues({ containerDefinitions: [{ name: "app", image, environment: variables }] })(
    line,
  );
}

describe("maskValues", () => {
  it("puts the variable's name in the place of its value, every time", () => {
    expect(
      masked("url=postgres-host-1 (postgres-host-1)", { DB_HOST: "postgres-host-1" }),
    ).to.equal("url=[DB_HOST] ([DB_HOST])");
  });

  it("hides the values of every container of the task", () => {
    const mask = maskValues({
      containerDefinitions: [
        { name: "app" },
        { name: "agent", environment: [{ name: "DD_API_KEY", value: "0123456789abcdef" }] },
      ],
    });
    expect(mask("key 0123456789abcdef")).to.equal("key [DD_API_KEY]");
  });

  it("knows a value as JSON and URLs write it, and the lines of a longer one", () => {
    const environment = { TOKEN: 'a"b\\c d/e', KEY: "-----BEGIN-----\nMIIabcdefgh\n-----END-----" };
    expect(masked(JSON.stringify({ token: environment.TOKEN }), environment)).to.equal(
      '{"token":"[TOKEN]"}',
    );
    expect(masked(`?t=${encodeURIComponent(environment.TOKEN)}`, environment)).to.equal(
      "?t=[TOKEN]",
    );
    expect(masked("MIIabcdefgh", environment)).to.equal("[KEY]");
  });

  it("hides the password of a URL also by itself", () => {
    const environment = { DATABASE_URL: "postgres://app:p%40ss@db:5432/app" };
    expect(masked("FATAL: password p@ss or p%40ss refused for app", environment)).to.equal(
      "FATAL: password [DATABASE_URL] or [DATABASE_URL] refused for app",
    );
  });

  it("leaves short words, unless their name says that they are secret", () => {
    const environment = { NODE_ENV: "test", PORT: "8080", DB_PASSWORD: "abcd" };
    expect(masked("test 8080 abcd", environment)).to.equal("test 8080 [DB_PASSWORD]");
  });

  it("leaves the version, which the image's tag tells anyway", () => {
    const image = "registry.test/app:0123456789ab";
    expect(masked("starting 0123456789ab", { DD_VERSION: "0123456789ab" }, image)).to.equal(
      "starting 0123456789ab",
    );
  });

  it("lets no value of eight characters or more through, whatever it is part of", () => {
    const value = fc.string({ minLength: 8, maxLength: 30 });
    fc.assert(
      fc.property(value, value, fc.string(), fc.string(), (one, other, before, after) => {
        const line = masked(before + one + after, { ONE: one, OTHER: other }, "app");
        // What is left of it by chance is of the masks' own names.
        return !line.replaceAll("[ONE]", "").replaceAll("[OTHER]", "").includes(one);
      }),
    );
  });
});
