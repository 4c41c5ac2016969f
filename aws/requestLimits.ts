/**
 * Bounds of every request to AWS, in milliseconds. Without the last one the SDK only warns on the
 * console when the time is up, and waits on.
 */
export const requestLimits = {
  connectionTimeout: 5_000,
  requestTimeout: 30_000,
  throwOnRequestTimeout: true,
} as const;
