/**
 * What restjavad has besides `/mgmt/tm` and the mock has not, by its beginnings below `/mgmt`. Asked for, it answers
 * 501 and is recorded. What is not named here is not registered, as packages (AS3, declarative onboarding) are not
 * before they are installed.
 * Names from the code of f5-cloud-libs, f5-common-python and f5-conx-core.
 */
export const workers: readonly string[] = [
  'cm',
  'logs',
  'shared/authn/providers',
  'shared/authz',
  'shared/bigip-failover-state',
  'shared/device-certificates',
  'shared/device-groups',
  'shared/device-key-pairs',
  'shared/diagnostics',
  'shared/echo',
  'shared/echo-js',
  'shared/failover-state',
  'shared/file-transfer',
  'shared/gossip',
  'shared/iapp',
  'shared/icrd-access',
  'shared/identified-devices',
  'shared/index',
  'shared/licensing',
  'shared/nodejs',
  'shared/resolver',
  'shared/root',
  'shared/storage',
  'shared/system',
  'shared/task-scheduler',
  'shared/tmsh-shell',
  'shared/user-tokens',
  'toc',
];

/** The worker that a path below `/mgmt` leads to; `undefined` when none is registered there. */
export function workerOf(path: string): string | undefined {
  return workers.find((worker) => path === worker || path.startsWith(`${worker}/`));
}
