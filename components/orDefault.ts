import * as pulumi from "@pulumi/pulumi";

/** An output, or `otherwise`: a resource that the engine leaves out (`--target`) has none. */
export function orDefault<T>(output: pulumi.Output<T> | undefined, otherwise: T): pulumi.Output<T> {
  if (output === undefined) return pulumi.output(otherwise) as pulumi.Output<T>;
  return output.apply<T>((value: T | undefined) => value ?? otherwise);
}
