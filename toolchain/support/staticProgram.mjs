import { closeSync, openSync, readSync } from "node:fs";

const programInterpreter = 3;

/** Whether a file is a 64-bit Linux program that needs no loader and no library, so that it runs in an empty image. */
export function isStatic(file) {
  const descriptor = openSync(file, "r");
  try {
    const header = Buffer.alloc(64);
    readSync(descriptor, header, 0, 64, 0);
    if (header.toString("latin1", 0, 6) !== "\x7fELF\x02\x01") return false;
    const offset = Number(header.readBigUInt64LE(32));
    const size = header.readUInt16LE(54);
    const table = Buffer.alloc(size * header.readUInt16LE(56));
    readSync(descriptor, table, 0, table.length, offset);
    for (let at = 0; at < table.length; at += size) {
      if (table.readUInt32LE(at) === programInterpreter) return false;
    }
    return true;
  } finally {
    closeSync(descriptor);
  }
}
