import type { Certificate, Listener, Listening } from '../icontrol/tls-device.ts';
import { device, listen } from '../icontrol/tls-device.ts';

/** What a device may answer with everything in it that it was sent. */
const json = { 'content-type': 'application/json' };
const html = { 'content-type': 'text/html' };

interface Echo {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: (echo: string, sent: string) => string;
}

const envelope = (code: number, message: string, more: object = {}) => JSON.stringify({ code, message, ...more });
const restjavad = { restOperationId: 1, kind: ':resterrorresponse' };

export const ECHOES: Readonly<Record<string, Echo>> = {
  'a refusal of mcpd': {
    status: 400,
    headers: json,
    body: (echo) => envelope(400, `01070734:3: Configuration error: ${echo}`, { errorStack: [echo], apiError: 3 }),
  },
  'a refusal of restjavad with the body it was sent': {
    status: 401,
    headers: json,
    body: (echo, sent) =>
      envelope(401, `Authentication failed for ${echo}`, { originalRequestBody: sent, referer: echo, ...restjavad }),
  },
  'a missing path': {
    status: 404,
    headers: json,
    body: (echo) => envelope(404, `Public URI path not registered: ${echo}`, restjavad),
  },
  'a missing object': { status: 404, headers: json, body: (echo) => envelope(404, `01020036:3: not found ${echo}`) },
  'a conflict': { status: 409, headers: json, body: (echo) => envelope(409, `01020066:3: exists ${echo}`) },
  'a forbidden': { status: 403, headers: json, body: (echo) => envelope(403, echo, restjavad) },
  'a busy device': {
    status: 503,
    headers: json,
    body: (echo) => envelope(503, `active asynchronous task ${echo}`, { apiError: 32964609 }),
  },
  'a page of a server that gave up': { status: 500, headers: html, body: (echo) => `<title>${echo}</title>` },
  'a page where JSON was due': { status: 200, headers: html, body: (echo) => `<html><body>${echo}</body></html>` },
  'text where JSON was due': { status: 200, headers: json, body: (echo) => echo },
  'JSON that is cut': { status: 200, headers: json, body: (echo) => JSON.stringify({ echo }).slice(0, -1) },
  'JSON that is something else': { status: 200, headers: json, body: (echo) => JSON.stringify({ token: echo, echo }) },
};

/**
 * A device that sends back in every answer whatever it was sent: line, headers and body. With `logsIn` the login is
 * answered well, and all the rest is not.
 */
export function listenEcho(certificate: Certificate | undefined, echo: Echo, logsIn: boolean): Promise<Listening> {
  const answer: Listener = (request, response, body) => {
    const seen = `${request.method} ${request.url} ${JSON.stringify(request.headers)} ${body}`;
    const location = `https://203.0.113.1/?${encodeURI(seen).slice(0, 4_000)}`;
    response.writeHead(echo.status, { ...echo.headers, 'x-echo': encodeURI(seen), location });
    response.end(echo.body(seen, body));
  };
  return listen(certificate, logsIn ? device(answer) : answer);
}
