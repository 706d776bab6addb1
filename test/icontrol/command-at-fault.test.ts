import { describe, expect, it } from 'vitest';
import { type Command, commandAtFault } from '../../src/icontrol/command-at-fault.ts';
import { resourceOf } from '../../src/resources/tree.ts';

const labelOf = (type: string) => resourceOf(type)?.label;
const post = (path: string, body: Record<string, unknown>): Command => ({
  method: 'POST',
  segments: path.split(' '),
  body,
});
const remove = (path: string): Command => ({ method: 'DELETE', segments: path.split(' '), body: undefined });

const commands: readonly Command[] = [
  post('ltm virtual', { name: 'web', partition: 'k8s', pool: '/k8s/web', rules: ['/Common/rule'] }),
  post('ltm pool', { name: 'web', partition: 'k8s', members: [{ name: '10.0.0.9:80', partition: 'k8s' }] }),
  post('ltm pool', { name: 'web.two', partition: 'k8s' }),
  post('ltm pool /k8s/web members', { name: '10.0.0.1:80', partition: 'k8s' }),
  post('net fdb tunnel /Common/fl records', { name: '5e:1b:0a:44:9c:01', endpoint: '10.0.0.7' }),
  remove('ltm snatpool /k8s/sp'),
  remove('ltm node /k8s/10.0.0.1'),
  remove('ltm monitor http /k8s/web'),
];

const at = (text: string, deviceCode?: string) => commandAtFault(commands, { text, deviceCode, labelOf })?.number;

describe('the command that a refused commit speaks of', () => {
  it.each([
    ['The requested Pool (/k8s/web) already exists in partition k8s.', '01020066', 2],
    ['The requested Virtual Server (/k8s/web) already exists in partition k8s.', '01020066', 1],
    ['The requested Pool (/k8s/web.two) already exists in partition k8s.', '01020066', 3],
    ['The requested monitor (/k8s/web) was not found.', '01020036', 8],
    ['The requested Pool Member (/k8s/web /k8s/10.0.0.1 80) already exists in partition k8s.', '01020066', 4],
    ['The requested Pool Member (/k8s/web /k8s/10.0.0.9 80) already exists.', '01020066', 2],
    ["Node address '/k8s/10.0.0.1' is referenced by a member of pool '/k8s/other'.", '01070110', 4],
    ['tunnel FDB record (/Common/fl 5e:1b:0a:44:9c:01) and the local address', '01070734', 5],
    ['Snatpool /k8s/sp is still referenced by a virtual server.', '01070320', 6],
    ['Rule [/Common/rule] error: a virtual server cannot have it', '01071912', 1],
    ['something of another partition, /other/web', undefined, undefined],
    ['nothing that has a name', undefined, undefined],
  ])('%s', (text, code, expected) => {
    expect(at(text, code)).toBe(expected);
  });

  it('is the only one there is, whatever the text says', () => {
    const [only] = commands;
    expect(commandAtFault([only!], { text: 'x', deviceCode: undefined, labelOf })).toEqual({
      method: 'POST',
      type: 'ltm/virtual',
      name: '/k8s/web',
      number: 1,
    });
  });
});
