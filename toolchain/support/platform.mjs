/** Go's name of this machine's processor, as most releases are named: `amd64` or `arm64`. */
export const architecture = process.arch === "x64" ? "amd64" : process.arch;

/** Go's name of this operating system: `linux` or `darwin`. */
export const system = process.platform;

export const isRoot = process.getuid?.() === 0;
