import type { ImageSettings, ServiceSettings } from "../../settings";

/**
 * The images that the services of this release get: others are neither built nor looked up. So a
 * run for some services (`SERVICES_NAMES`) builds the images of these alone.
 */
export function usedImages(
  images: readonly ImageSettings[],
  services: readonly ServiceSettings[],
): ImageSettings[] {
  // A service that says nothing of its containers gets every image.
  if (services.some(({ containers }) => containers === undefined)) return [...images];
  const used = new Set(services.flatMap(({ containers = {} }) => Object.values(containers)));
  return images.filter(({ name }) => used.has(name));
}
