import type { JsonDraft } from '../json.ts';
import { headerOf, htmlReply, jsonReply, type MockReply, type MockRequest } from '../wire/message.ts';
import { Refusal } from './refusal.ts';

let operation = 7_945_915;

/** More of the envelope of restjavad. */
interface Extra {
  readonly originalRequestBody?: string;
  readonly errorStack?: readonly string[];
  /** Of some answers restjavad keeps who asked to itself. */
  readonly withoutReferer?: boolean;
}

/** What Apache puts into the status line of every 401. */
const unauthorized = 'F5 Authorization Required';
const challenge = 'Basic realm="Enterprise Manager"';

/** The error envelope of restjavad, the server in front: it has no `apiError`, and a `kind`. */
export function javaReply(status: number, message: string, request: MockRequest, extra: Extra = {}): MockReply {
  const body: JsonDraft = { code: status, message };
  if (extra.originalRequestBody !== undefined) body['originalRequestBody'] = extra.originalRequestBody;
  if (extra.withoutReferer !== true) body['referer'] = addressOf(request);
  body['restOperationId'] = ++operation;
  if (extra.errorStack !== undefined) body['errorStack'] = extra.errorStack;
  body['kind'] = ':resterrorresponse';
  const reply = jsonReply(status, JSON.stringify(body));
  return status === 401 ? { ...reply, reason: unauthorized } : reply;
}

function challenged(reply: MockReply, ways: string): MockReply {
  return { ...reply, headers: { ...reply.headers, 'www-authenticate': ways } };
}

/** A refusal of restjavad. */
export function javaRefusal(status: number, message: string, request: MockRequest, extra: Extra = {}): Refusal {
  return new Refusal(message, javaReply(status, message, request, extra));
}

/** Nobody is logged in (recorded with 14.1.4, 15.1.2.1 and 17.1.0.1; the headers with the last). */
export function noAuthentication(request: MockRequest): Refusal {
  const from = addressOf(request);
  const path = request.path.split('?')[0];
  const text = 'Authorization failed: no user authentication header or token detected.';
  const message = `${text} Uri:http://localhost:8100${path} Referrer:${from} Sender:${from}`;
  return new Refusal(message, challenged(javaReply(401, message, request), `${challenge}, X-Auth-Token`));
}

/** A token that is unknown or has expired (recorded with 13.1.0.2, and with a later version without the stack). */
export function tokenMissing(request: MockRequest, stack: boolean): Refusal {
  const text = 'X-F5-Auth-Token does not exist.';
  return javaRefusal(401, text, request, stack ? { errorStack: [`java.lang.SecurityException: ${text}`] } : {});
}

/** Apache's answer to a wrong password or, from 15.1.5.1 on, a bad token: its usual page (recorded with 14.1.2.6). */
export function unauthorizedPage(): Refusal {
  const page = `<!DOCTYPE HTML PUBLIC "-//IETF//DTD HTML 2.0//EN">
<html><head>
<title>401 Unauthorized</title>
</head><body>
<h1>Unauthorized</h1>
<p>This server could not verify that you
are authorized to access the document
requested.  Either you supplied the wrong
credentials (e.g., bad password), or your
browser doesn't understand how to supply
the credentials required.</p>
</body></html>
`;
  return new Refusal('401 Unauthorized', challenged(htmlReply(401, page, unauthorized), challenge));
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
