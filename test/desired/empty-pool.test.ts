import { describe, expect, it } from 'vitest';
import { configMap, type Manifest, map, membersOf, service, slice, uris } from './sample-cluster.ts';

describe('what is said of an empty pool', () => {
  const said = (objects: readonly Manifest[]) => {
    const state = map([configMap(), ...objects]);
    expect(uris(state, 'ltm/virtual')).toHaveLength(1);
    expect(membersOf(state)).toEqual([]);
    return state.diagnostics.find(({ reason }) => reason === 'NoReadyEndpoints')?.message;
  };
  const named = service({ ports: [{ name: 'web', port: 80 }] });

  it.each<[string, readonly Manifest[], string]>([
    [
      'no endpoint at all',
      [service(), slice([])],
      'Service default/web has no endpoint for port 80; its pool is empty',
    ],
    [
      'endpoints that are not ready',
      [
        service(),
        slice([
          { ip: '10.0.0.1', ready: false },
          { ip: '10.0.0.2', ready: false },
        ]),
      ],
      'Service default/web has no ready endpoint (2 cannot serve) for port 80; its pool is empty',
    ],
    [
      'ready endpoints on ports of other names',
      [
        named,
        slice([{ ip: '10.0.0.1' }, { ip: '10.0.0.2' }], {
          ports: [
            { name: 'http', port: 1 },
            { name: 'admin', port: 2 },
          ],
        }),
      ],
      'Service default/web has 2 endpoints that serve, and none of them on its port 80 ("web"): they have the ports "admin" and "http"; its pool is empty',
    ],
    [
      'a ready endpoint on a port without name',
      [named, slice([{ ip: '10.0.0.1' }])],
      'Service default/web has 1 endpoint that serves, and none of them on its port 80 ("web"): they have the port ""; its pool is empty',
    ],
    [
      'a ready endpoint without ports',
      [service(), slice([{ ip: '10.0.0.1' }], { ports: [] })],
      'Service default/web has 1 endpoint that serves, and none of them on its port 80 (without a name): they have no ports; its pool is empty',
    ],
  ])('%s', (_what, objects, message) => {
    expect(said(objects)).toBe(message);
  });
});
