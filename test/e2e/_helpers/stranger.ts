import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Of `nobody`, on every Linux. */
const uid = 65534;

/** What a stranger tries: requests to this machine, files to read, sockets to talk to. */
export interface Attempts {
  requests?: {
    url: string;
    method?: string;
    headers?: Record<string, string> | undefined;
    body?: string;
  }[];
  files?: string[];
  sockets?: string[];
}

export interface Attempted {
  /** Status and text of each, or why there was no answer. */
  requests: { status?: number; text: string }[];
  /** What was read, or the error's code. */
  files: string[];
  sockets: string[];
}

/** In plain JavaScript: the stranger reads nothing of this repository. */
const script = `
  const { createConnection } = require("node:net");
  const { readFileSync, readdirSync, statSync } = require("node:fs");
  const code = (error) => error.code ?? error.cause?.code ?? String(error);
  const ask = async ({ url, ...init }) => {
    try {
      const answer = await fetch(url, init);
      return { status: answer.status, text: await answer.text() };
    } catch (error) {
      return { text: code(error) };
    }
  };
  const read = (file) => {
    try {
      return String(statSync(file).isDirectory() ? readdirSync(file) : readFileSync(file, "utf8"));
    } catch (error) {
      return code(error);
    }
  };
  const connect = (file) => new Promise((resolve) => {
    const socket = createConnection(file, () => (socket.destroy(), resolve("connected")));
    socket.on("error", (error) => resolve(code(error)));
  });
  (async () => {
    const { requests = [], files = [], sockets = [] } = JSON.parse(process.argv[1]);
    const tried = {
      requests: [],
      files: files.map(read),
      sockets: await Promise.all(sockets.map(connect)),
    };
    for (const request of requests) tried.requests.push(await ask(request));
    console.log(JSON.stringify(tried));
  })();
`;

/** Tries all of it as another user of this machine, who has no right to anything. Only root can. */
export async function asStranger(attempts: Attempts): Promise<Attempted> {
  const args = ["-e", script, JSON.stringify(attempts)];
  const options = { uid, gid: uid, cwd: "/", env: {}, maxBuffer: 2 ** 24 };
  const { stdout } = await run(process.execPath, args, options);
  return JSON.parse(stdout) as Attempted;
}
