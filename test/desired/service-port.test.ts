import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../src/desired/notes.ts';
import { choosePort } from '../../src/desired/service-port.ts';
import type { Service, ServicePort } from '../../src/kubernetes/index.ts';

const gateway: ServicePort[] = [
  { name: 'status-port', port: 15020, targetPort: 15020, nodePort: 31702 },
  { name: 'http2', port: 80, targetPort: 8080, nodePort: 31547 },
  { name: 'https', port: 443, targetPort: 'tls', nodePort: 31956 },
];

function choose(ports: ServicePort[] | null, asked: number | string, protocol: 'TCP' | 'UDP' = 'TCP') {
  const service: Service = { metadata: { name: 'gw' }, spec: { ports } };
  const chosen = choosePort(service, 'ns/gw', asked, protocol);
  return isRefusal(chosen) ? chosen.message : chosen.name;
}

describe('the port of a Service', () => {
  it('is found by number and by name', () => {
    expect(choose(gateway, 80)).toBe('http2');
    expect(choose(gateway, 'https')).toBe('https');
  });

  it('is found by a number that is written as text, unless a port is called so', () => {
    expect(choose(gateway, '443')).toBe('https');
    const odd: ServicePort[] = [
      { name: '8443', port: 80 },
      { name: 'web', port: 8443 },
    ];
    expect(choose(odd, '8443')).toBe('8443');
    expect(choose(odd, 8443)).toBe('web');
  });

  it('says when the number is that of the pods behind a named targetPort', () => {
    const service: Service = { metadata: { name: 'gw' }, spec: { ports: gateway } };
    const chosen = choosePort(service, 'ns/gw', 8443, 'TCP', [{ name: 'https', port: 8443 }]);
    expect(isRefusal(chosen) ? chosen.message : '').toBe(
      "Service ns/gw has no port 8443; its ports are 15020, 80 and 443; 8443 is the port of the pods behind its port 443, and the Service's own port is asked for",
    );
  });

  it('is told apart by protocol', () => {
    const ports: ServicePort[] = [
      { name: 'udp', port: 53, protocol: 'UDP' },
      { name: 'tcp', port: 53, protocol: 'TCP' },
    ];
    expect(choose(ports, 53)).toBe('tcp');
    expect(choose(ports, 53, 'UDP')).toBe('udp');
  });

  it.each<[string, ServicePort[] | null, number | string, 'TCP' | 'UDP', string]>([
    [
      'names the ports that there are, in their order',
      gateway,
      9999,
      'TCP',
      'Service ns/gw has no port 9999; its ports are 15020, 80 and 443',
    ],
    [
      'says when the number is a targetPort',
      gateway,
      8080,
      'TCP',
      "Service ns/gw has no port 8080; its ports are 15020, 80 and 443; 8080 is the targetPort of its port 80, and the Service's own port is asked for",
    ],
    [
      'says when the number is a nodePort',
      gateway,
      31956,
      'TCP',
      "Service ns/gw has no port 31956; its ports are 15020, 80 and 443; 31956 is the nodePort of its port 443, and the Service's own port is asked for",
    ],
    [
      'says when the name is that of a targetPort',
      gateway,
      'tls',
      'TCP',
      "Service ns/gw has no port tls; its ports are 15020, 80 and 443; tls is the targetPort of its port 443, and the Service's own port is asked for",
    ],
    [
      'says when the protocol is another',
      [{ port: 53, protocol: 'UDP' }],
      53,
      'TCP',
      'Service ns/gw has port 53 for UDP and not for TCP; its port is 53/UDP',
    ],
    [
      'never takes SCTP for TCP',
      [{ port: 80, protocol: 'SCTP' }],
      80,
      'TCP',
      'Service ns/gw has port 80 for SCTP and not for TCP; its port is 80/SCTP',
    ],
    ['says when there are none', null, 80, 'TCP', 'Service ns/gw has no port 80; it has no ports'],
  ])('%s', (_what, ports, asked, protocol, message) => {
    expect(choose(ports, asked, protocol)).toBe(message);
  });
});
