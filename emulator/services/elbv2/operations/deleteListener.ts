import type { Listener } from "../state/loadBalancer";
import type { Elb } from "../elb";
import { listenerOf } from "../lookups";
import type { DeleteListenerInput, DeleteListenerOutput } from "../shapes";

export async function deleteListener(
  elb: Elb,
  input: DeleteListenerInput,
): Promise<DeleteListenerOutput> {
  await removeListener(elb, listenerOf(elb, input.ListenerArn));
  return {};
}

/** Ends the listener's proxy, and the checks of targets to which no listener forwards any more. */
export async function removeListener(elb: Elb, listener: Listener): Promise<void> {
  listener.loadBalancer.listeners.delete(listener);
  for (const { TargetGroupArn = "" } of listener.defaultActions) {
    const group = elb.store.targetGroups.get(TargetGroupArn);
    if (group) elb.healthChecks.usageChanged(group);
  }
  await elb.proxies.close(listener);
}
