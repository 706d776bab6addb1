import { bodyText, headerOf, type MockReply, type MockRequest } from '../wire/message.ts';
import type { Work } from './latency.ts';

/** What a request and its reply cost, as far as can be seen from outside. */
export function workOf(request: MockRequest, reply: MockReply, commands: (id: string) => number): Work {
  const body = bodyText(request);
  const size = body.length + reply.body.length;
  if (request.method === 'GET') return { kind: 'read', commands: 0, size, objects: objectsIn(reply.body) };
  if (headerOf(request, 'x-f5-rest-coordination-id') !== undefined)
    return { kind: 'queue', commands: 0, size, objects: 0 };
  const [, transaction] = /\/tm\/transaction\/(\d+)/.exec(request.path) ?? [];
  if (transaction !== undefined && body.includes('VALIDATING')) {
    return { kind: 'commit', commands: commands(transaction), size, objects: 0 };
  }
  return { kind: 'write', commands: 0, size, objects: 0 };
}

function objectsIn(body: string): number {
  let count = 0;
  for (let at = body.indexOf('"fullPath"'); at >= 0; at = body.indexOf('"fullPath"', at + 1)) count++;
  return count;
}
