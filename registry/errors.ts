import { SlipwayError } from "../support/errors";

export class RepositoryUrlInvalid extends SlipwayError {
  readonly code = "REPOSITORY_URL_INVALID";
  readonly ends = "usage";
}

/** What goes wrong between Slipway and an image registry. */
export abstract class RegistryError extends SlipwayError {}

export class RegistryUnauthorized extends RegistryError {
  readonly code = "REGISTRY_UNAUTHORIZED";
  readonly ends = "buildFailed";
}

export class RegistryUnreachable extends RegistryError {
  readonly code = "REGISTRY_UNREACHABLE";
  readonly ends = "buildFailed";
}

export class RepositoryNotFound extends RegistryError {
  readonly code = "REPOSITORY_NOT_FOUND";
  readonly ends = "buildFailed";
}

export class ImageNotFound extends RegistryError {
  readonly code = "IMAGE_NOT_FOUND";
  readonly ends = "preflightRefused";
}

/** The repository refuses to move a tag: tags are immutable there. */
export class TagImmutable extends RegistryError {
  readonly code = "TAG_IMMUTABLE";
  readonly ends = "buildFailed";
}

/** A tag that is never moved names another image already. */
export class TagTaken extends RegistryError {
  readonly code = "TAG_TAKEN";
  readonly ends = "buildFailed";
}

/** Any other answer that the distribution API does not foresee, with its status. */
export class RegistryRefused extends RegistryError {
  readonly code = "REGISTRY_REFUSED";
  readonly ends = "buildFailed";

  constructor(
    message: string,
    readonly status: number,
    remedy: string,
    options?: ErrorOptions,
  ) {
    super(message, remedy, options);
  }
}

export class RegistryLoginFailed extends RegistryError {
  readonly code = "REGISTRY_LOGIN_FAILED";
  readonly ends = "buildFailed";
}

export class DockerConfigInvalid extends SlipwayError {
  readonly code = "DOCKER_CONFIG_INVALID";
  readonly ends = "usage";
}
