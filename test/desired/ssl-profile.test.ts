import { describe, expect, it } from 'vitest';
import { desiredState } from '../../src/desired/index.ts';
import { snapshotOf } from '../../src/kubernetes/index.ts';
import type { DesiredState } from '../../src/state.ts';
import { configMap, map, reasonsOf, service, slice, uris } from './sample-cluster.ts';

const rest = [service(), slice([{ ip: '10.244.1.5' }])];
const virtualOf = (state: DesiredState) => state.objects.find(({ type }) => type === 'ltm/virtual');

describe('SSL profiles', () => {
  const asked = (sslProfile: object, more: readonly object[] = []) =>
    desiredState(
      snapshotOf(JSON.parse(JSON.stringify([configMap({ frontend: { mode: 'http', sslProfile } }), ...rest, ...more]))),
      {
        mode: 'cluster',
        partition: 'k8s',
      },
    );
  const clientside = (state: ReturnType<typeof asked>) =>
    ((virtualOf(state)?.properties['profiles'] ?? []) as { name: string; context: string }[])
      .filter(({ context }) => context === 'clientside')
      .map(({ name }) => name);
  const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'mycert', namespace: 'default' } };

  it.each([
    ['/Common/clientssl', '/Common/clientssl'],
    ['Common/clientssl', '/Common/clientssl'],
    ['velcro/testcert', '/velcro/testcert'],
    ['/Common/app.app/clientssl', '/Common/app.app/clientssl'],
  ])('%s is the profile %s', (f5ProfileName, profile) => {
    const state = asked({ f5ProfileName });
    expect(clientside(state)).toEqual([profile]);
    expect(reasonsOf(state)).toEqual(['PoolWithoutMonitor']);
  });

  it('several are sorted among the others, each once', () => {
    const state = asked({ f5ProfileName: '/k8s/b', f5ProfileNames: ['Common/a', 'k8s/b'] });
    expect(virtualOf(state)?.properties['profiles']).toEqual([
      { name: '/Common/a', context: 'clientside' },
      { name: '/Common/http', context: 'all' },
      { name: '/Common/tcp', context: 'all' },
      { name: '/k8s/b', context: 'clientside' },
    ]);
  });

  it('of a pool alone are not looked at: there is nothing that could answer in plaintext', () => {
    const alone = configMap({ frontend: { virtualAddress: undefined, sslProfile: { f5ProfileName: 'mycert' } } });
    const state = map([alone, secret, ...rest]);
    expect([state.held, uris(state, 'ltm/pool'), reasonsOf(state)]).toEqual([
      [],
      ['ltm/pool/~k8s~cfgmap_default_vs_web'],
      ['PoolAlone', 'PoolWithoutMonitor'],
    ]);
  });

  it('a bare name is a profile of the managed partition, and the assumption is said', () => {
    const state = asked({ f5ProfileName: 'mycert' }, [{ ...secret, metadata: { name: 'mycert', namespace: 'other' } }]);
    expect(clientside(state)).toEqual(['/k8s/mycert']);
    expect(reasonsOf(state)).toContain('SslProfileAssumed');
  });

  it.each([
    [
      'the name of a Secret',
      { f5ProfileName: 'mycert' },
      'SslProfileIsSecret',
      /Secret default\/mycert; make a client SSL profile/,
    ],
    [
      'one of several the name of a Secret',
      { f5ProfileNames: ['/Common/a', 'mycert'] },
      'SslProfileIsSecret',
      /mycert/,
    ],
    ['an empty name', { f5ProfileName: '' }, 'SslProfileUnresolved', /names no profile/],
    ['no name', {}, 'SslProfileUnresolved', /names no profile/],
    ['an empty list', { f5ProfileNames: [] }, 'SslProfileUnresolved', /names no profile/],
    [
      'no profile name behind the partition',
      { f5ProfileName: 'Common/' },
      'SslProfileUnresolved',
      /"Common\/" is not a profile/,
    ],
  ])('%s withholds the virtual server: never plaintext where TLS was asked for', (_what, profile, reason, message) => {
    const state = asked(profile, [secret]);
    expect(state.objects).toEqual([]);
    expect(state.held).toMatchObject([{ uri: 'ltm/virtual/~k8s~default_vs', reason }]);
    expect(state.diagnostics.find((note) => note.reason === reason)?.message).toMatch(message);
  });
});
