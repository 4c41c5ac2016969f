import * as pulumi from "@pulumi/pulumi";

/** `value`, as soon as `gate` is there; where the gate fails, so does this. */
export function gatedBy<T>(
  gate: pulumi.Output<unknown>,
  value: pulumi.Input<T>,
): pulumi.Output<pulumi.Unwrap<T>> {
  return pulumi.all([value, gate]).apply(([known]) => known);
}
