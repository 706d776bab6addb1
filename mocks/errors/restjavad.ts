import type { JsonDraft } from '../json.ts';
import { headerOf, htmlReply, jsonReply, type MockReply, type MockRequest } from '../wire/message.ts';
import { Refusal } from './refusal.ts';

let operation = 7_945_915;

/** More of the envelope of restjavad. */
interface Extra {
  readonly originalRequestBody?: string;
  readonly errorStack?: readonly string[];
}

/** The error envelope of restjavad, the server in front: it has no `apiError`, and a `kind`. */
export function javaReply(status: number, message: string, request: MockRequest, extra: Extra = {}): MockReply {
  const body: JsonDraft = { code: status, message };
  if (extra.originalRequestBody !== undefined) body['originalRequestBody'] = extra.originalRequestBody;
  body['referer'] = addressOf(request);
  body['restOperationId'] = ++operation;
  if (extra.errorStack !== undefined) body['errorStack'] = extra.errorStack;
  body['kind'] = ':resterrorresponse';
  return jsonReply(status, JSON.stringify(body));
}

/** A refusal of restjavad. */
export function javaRefusal(status: number, message: string, request: MockRequest, extra: Extra = {}): Refusal {
  return new Refusal(message, javaReply(status, message, request, extra));
}

/** Nobody is logged in (recorded with 14.1.4 and 15.1.2.1). */
export function noAuthentication(request: MockRequest): Refusal {
  const from = addressOf(request);
  const path = request.path.split('?')[0];
  const text = 'Authorization failed: no user authentication header or token detected.';
  return javaRefusal(401, `${text} Uri:http://localhost:8100${path} Referrer:${from} Sender:${from}`, request);
}

/** A token that is unknown or has expired (recorded with 13.1.0.2). */
export function tokenMissing(request: MockRequest): Refusal {
  const text = 'X-F5-Auth-Token does not exist.';
  return javaRefusal(401, text, request, { errorStack: [`java.lang.SecurityException: ${text}`] });
}

/** Apache's answer to a wrong password or, from 15.1.5.1 on, a bad token. The body beyond its title is not recorded. */
export function unauthorizedPage(): Refusal {
  const page = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
<html><head>
<title>401 Unauthorized</title>
</head><body>
<h1>Unauthorized</h1>
<p>This server could not verify that you
are authorized to access the document
requested.</p>
</body></html>
`;
  return new Refusal('401 Unauthorized', htmlReply(401, page, 'F5 Authorization Required'));
}

/** The client's address, as error bodies and tokens carry it. */
export function addressOf(request: MockRequest): string {
  return request.remoteAddress ?? '127.0.0.1';
}

/** A path as restjavad prints it: `~` becomes `?`. */
export function printedPath(request: MockRequest): string {
  return (request.path.split('?')[0] ?? '').replaceAll('~', '?');
}

/** The credentials of a Basic header. */
export function basicCredentials(request: MockRequest): { name: string; password: string } | undefined {
  const header = headerOf(request, 'authorization');
  if (header === undefined || !/^basic /i.test(header)) return undefined;
  const text = Buffer.from(header.slice(6).trim(), 'base64').toString('utf8');
  const colon = text.indexOf(':');
  return colon < 0 ? undefined : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}
