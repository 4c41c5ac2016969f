interface ErrorWords {
  readonly meaning: string;
  readonly remedy: string;
}

const words = (meaning: string, remedy: string): ErrorWords => ({ meaning, remedy });

/** The meaning of each stable code and its remedy, for docs/errors.md. The message itself is more exact. */
export const errorWords: Readonly<Record<string, ErrorWords>> = {
  // Settings, and what Slipway needs on this machine.
  SETTINGS_INVALID: words(
    "One or more settings are wrong; all problems are listed.",
    "Correct the named settings; `--explain` shows where each value comes from.",
  ),
  USAGE: words("The command line is wrong.", "See `slipway <command> --help`."),
  NOT_YET: words("The command is planned and not available yet.", "Do what the message names."),
  TAG_INVALID: words(
    "The commit or version makes no valid image tag.",
    "Use letters, digits, `_`, `.` and `-`, at most 128 characters.",
  ),
  REPOSITORY_URL_INVALID: words(
    "The repository URL has no registry, or no valid name.",
    "Write registry and name, without a tag.",
  ),
  DOCKER_CONFIG_INVALID: words(
    "Docker's config.json can't be read.",
    "Correct the file, or name another one with `DOCKER_CONFIG`.",
  ),
  PULUMI_MISSING: words("There is no `pulumi` program.", "Install Pulumi."),
  PULUMI_TOO_OLD: words("The `pulumi` program is too old.", "Update Pulumi."),
  NO_BACKEND: words(
    "Pulumi has no place to keep its state.",
    "Set `PULUMI_BACKEND_URL`, or log in to Pulumi Cloud.",
  ),
  BACKEND_UNREACHABLE: words(
    "Pulumi's backend does not answer.",
    "Check `PULUMI_BACKEND_URL` and the credentials for it.",
  ),
  STATE_UNREADABLE: words(
    "A file that Pulumi keeps beside the state is empty.",
    "Run again; where it stays, delete the file that the message names.",
  ),
  NO_PROJECT: words(
    "The folder has no Pulumi.yaml.",
    "Run Slipway in the folder of a Pulumi project.",
  ),
  STACK_NOT_FOUND: words(
    "There is no such environment.",
    "Name an existing one, or write `Pulumi.<name>.yaml`.",
  ),
  SECRETS_NOT_PORTABLE: words(
    "The stack's secrets can be decrypted by its own stack alone.",
    "Use `slipway up`, or encrypt with a passphrase or a cloud key.",
  ),
  PASSPHRASE_MISSING: words(
    "The stack's secrets need a passphrase.",
    "Set `PULUMI_CONFIG_PASSPHRASE` or `PULUMI_CONFIG_PASSPHRASE_FILE`.",
  ),
  PASSPHRASE_WRONG: words(
    "The passphrase does not fit the stack's secrets.",
    "Set the one that the stack was made with.",
  ),
  TOOLCHAIN_MISSING: words(
    "Slipway's own toolchain is missing or incomplete.",
    "Run `npm run setup`.",
  ),
  TOOLCHAIN_FOREIGN: words(
    "Another user owns the toolchain's folder, or can write to it.",
    "Take the folder over as the message says, or name another one with `XDG_CACHE_HOME`.",
  ),
  PROGRAM_MISSING: words(
    "A program that the sandbox needs is missing.",
    "Install what the message names.",
  ),
  GATE_COMMAND_NOT_FOUND: words(
    "A gate's command names a program that is not there.",
    "Install the program, or correct `command` in `slipway:gates`.",
  ),
  SANDBOX_RUNNING: words(
    "Another sandbox runs in the folder.",
    "Stop it, or name another folder with `--dir`.",
  ),
  SANDBOX_NOT_RUNNING: words(
    "No sandbox runs in the folder.",
    "Start one with `slipway sandbox start`, or name its folder with `--dir`.",
  ),
  SANDBOX_FOLDER_TAKEN: words(
    "The folder holds other files than a sandbox's.",
    "Name another folder with `--dir`.",
  ),
  ROLLBACK_UNCLEAR: words(
    "It is not clear which release to roll back to.",
    "Name it with `--to`, or the services with `--service`.",
  ),
  // AWS as it is found, before anything is sent to it.
  NOTHING_TO_ROLL_BACK: words(
    "No earlier release is known.",
    "Name one with `--to`, or release a commit with `slipway up`.",
  ),
  REVISION_INACTIVE: words(
    "The revision to roll back to was deregistered.",
    "Name another one with `--to`, or use `--image-only`.",
  ),
  ALARM_NOT_FOUND: words(
    "A gate names a CloudWatch alarm that is not there.",
    "Check the names in `slipway:gates`, the region and the account.",
  ),
  PLAN_CHANGED: words(
    "The plan is not the approved one.",
    "Show the plan again and have it approved.",
  ),
  APPROVAL_UNCLEAR: words(
    "The plan could not be compared with the approved one.",
    "Run the job again.",
  ),
  AWS_ACCOUNT_NOT_ALLOWED: words(
    "The credentials are of an account that the settings exclude.",
    "Use credentials of an allowed account, or change `aws:allowedAccountIds`.",
  ),
  AWS_CREDENTIALS_MISSING: words(
    "There are no AWS credentials.",
    "Set `AWS_PROFILE`, or give the job a role.",
  ),
  AWS_CREDENTIALS_REJECTED: words("AWS does not accept the credentials.", "Renew them."),
  AWS_REGION_MISSING: words("No region is known.", "Set `aws:region` or `AWS_REGION`."),
  AWS_ACCESS_DENIED: words(
    "The identity lacks a right.",
    "Allow the action that the message names; docs/iam.md lists all.",
  ),
  AWS_THROTTLED: words("AWS throttles the calls of this account.", "Try again in a minute."),
  AWS_UNREACHABLE: words(
    "AWS does not answer.",
    "Check the network, the region and `aws:endpoints`.",
  ),
  AWS_REFUSED: words("AWS refused a call for another reason.", "Follow AWS's own message."),
  ECS_THROTTLED: words("ECS throttles the calls of this account.", "Try again in a minute."),
  ECS_UNREACHABLE: words(
    "ECS does not answer.",
    "Check the network, the region and `aws:endpoints`.",
  ),
  ECS_SERVER_FAULT: words("ECS failed at its own end.", "Try again in a minute."),
  ECS_ACCESS_DENIED: words(
    "The identity lacks a right on ECS.",
    "Allow the action that the message names; docs/iam.md lists all.",
  ),
  ECS_UNSUPPORTED: words(
    "ECS does not offer the operation for this service.",
    "Follow the message.",
  ),
  ECS_REFUSED: words("ECS refused a call for another reason.", "Follow ECS's own message."),
  CLUSTER_NOT_FOUND: words(
    "There is no such cluster.",
    "Check `slipway:cluster`, the region and the account.",
  ),
  SERVICE_NOT_FOUND: words(
    "The cluster has no such service.",
    "Check `slipway:services` and `slipway:cluster`.",
  ),
  SERVICE_NOT_ACTIVE: words(
    "The service is being deleted.",
    "Create it again, or leave it out of `slipway:services`.",
  ),
  CONTROLLER_NOT_SUPPORTED: words(
    "The service's deployment controller is not ECS.",
    "Release it with the controller's own tool.",
  ),
  ROLLOUT_NOT_STARTED: words(
    "A rollout could not begin; nothing was sent for the service.",
    "Follow the message.",
  ),
  CONTAINER_NOT_CHOSEN: words(
    "No container, or more than one, fits the image.",
    "Name it in `container` of the service.",
  ),
  VARIABLE_IS_SECRET: words(
    "A variable of the release is a secret in the task definition.",
    "Take it out of `slipway:environment`, or of the task definition's secrets.",
  ),
  PROMOTION_REFUSED: words(
    "What the other environment runs can't be released here.",
    "Follow the message.",
  ),
  IMAGE_NOT_FOUND: words(
    "The repository has no such image.",
    "Build it first, or name an existing commit.",
  ),
  // The registry, as part of getting an image into it.
  REGISTRY_UNAUTHORIZED: words(
    "The registry does not accept the login.",
    "Log in again, or give the identity the rights on the repository.",
  ),
  REGISTRY_UNREACHABLE: words(
    "The registry does not answer.",
    "Check the network and the repository URL.",
  ),
  REGISTRY_REFUSED: words(
    "The registry refused a request for another reason.",
    "Follow the registry's own message.",
  ),
  REGISTRY_LOGIN_FAILED: words(
    "There is no login for the registry.",
    "Run `docker login`, or check the credential helper.",
  ),
  REPOSITORY_NOT_FOUND: words(
    "The registry has no such repository.",
    "Create it, or correct the repository URL.",
  ),
  TAG_IMMUTABLE: words(
    "The repository's tags can't be moved.",
    "Exclude the environment's tag from immutability.",
  ),
  TAG_TAKEN: words(
    "The commit's tag names another image already.",
    "Release a new commit, or remove the tag.",
  ),
  // The one-off task.
  TASK_RUN_FAILED: words(
    "The one-off task did not end with exit code 0.",
    "Read its log; no service was touched.",
  ),
  TASK_NOT_PLACED: words(
    "ECS could not start the one-off task.",
    "Follow the reason that ECS gives.",
  ),
  TASK_BUSY: words(
    "Another one-off task did not end in time.",
    "Wait for its end, then release again.",
  ),
  CANCELLED: words("The run was cancelled before a service was touched.", "Run it again."),
  STACK_LOCKED: words("Another run holds the stack's lock.", "Wait for its end."),
  DEADLINE_EXCEEDED: words(
    "A step took longer than its limit.",
    "Run it again; report it where it repeats.",
  ),
  PULUMI_FAILED: words(
    "Pulumi failed for a reason that Slipway does not know.",
    "Follow Pulumi's own message.",
  ),
  SANDBOX_FAILED: words(
    "A part of the sandbox did not start, or ended.",
    "Read the log that the message names.",
  ),
  // Without a class.
  PREFLIGHT_REFUSED: words(
    "Preflight found what would make the release fail; exit code 3.",
    "Correct every finding in the list.",
  ),
  COMMIT_NOT_CHECKED_OUT: words(
    "The commit to build is not the one that is checked out; exit code 2.",
    "Check it out, or build it first.",
  ),
  ARGUMENTS_INVALID: words(
    "A program of one's own gives `EcsRelease` wrong arguments; exit code 2.",
    "Correct the arguments that the message names.",
  ),
  REQUEST_IMPOSSIBLE: words(
    "The Pulumi program can't do what the command asks for; exit code 2.",
    "Follow the message.",
  ),
  LOOK_UP_FAILED: words(
    "The program could not look up what it releases; exit code 1 where no other code is named.",
    "Follow the message.",
  ),
  UNEXPECTED: words(
    "An error that Slipway does not know; exit code 1.",
    "Report it with the whole message.",
  ),
  BUILD_FAILED: words(
    "A step of the Dockerfile failed; exit code 4.",
    "Correct the Dockerfile or its context.",
  ),
  BUILD_BROKEN_OFF: words(
    "The build was stopped: the run was cancelled, or another part failed.",
    "See the other failures.",
  ),
  BUILDER_MISSING: words(
    "There is no BuildKit builder; exit code 4.",
    "Start Docker, or name a builder.",
  ),
  PUSH_REFUSED: words(
    "The registry refused the push, or the pull of a base image; exit code 4.",
    "Give the identity the rights on the repository.",
  ),
  CONTEXT_UNREADABLE: words(
    "A file of the build's context can't be read; exit code 4.",
    "Name it in .dockerignore.",
  ),
  GATE_FAILED: words("A gate is red; exit code 6, or 7.", "See the gate's reason."),
  GATE_UNKNOWN: words(
    "A gate could not be checked; exit code 9.",
    "See the gate's reason, then check the release by hand.",
  ),
  SERVICE_NOT_RELEASED: words(
    "The Pulumi program declares no rollout of a service of the settings; exit code 1.",
    "Name it in the program, or leave it out of `slipway:services`.",
  ),
};
