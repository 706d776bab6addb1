/** A hint for whoever leaves out the tunnel that he named before. */
import { readRegistries } from '../actual/index.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { PermissionError } from '../errors.ts';
import type { CallOptions, Requester } from '../icontrol/requester.ts';
import { movesMembers, type Plan, tunnelNotNamed } from '../plan/index.ts';
import type { DesiredState } from '../state.ts';

/**
 * A tunnel that this owner used before, where pods are published and nothing is named now that leads to them. One GET when
 * members come or go, otherwise none.
 */
export async function forgottenTunnel(
  requester: Requester,
  plan: Plan,
  { scope, owner }: DesiredState,
  options: CallOptions,
): Promise<readonly Diagnostic[]> {
  if (scope.tunnel !== undefined || scope.routes !== undefined || !movesMembers(plan)) return [];
  try {
    return tunnelNotNamed(scope, owner, await readRegistries(requester, { scope, owner }, options));
  } catch (error) {
    // It is a hint: who may not read data groups gets his plan without it.
    if (error instanceof PermissionError) return [];
    throw error;
  }
}
