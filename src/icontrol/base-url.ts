import { isIP, isIPv4 } from 'node:net';
import { BigIpValueError } from '../values/value-error.ts';

function isLoopback(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (isIPv4(host)) return host.startsWith('127.');
  return isIP(host) === 6 ? host === '::1' : host === 'localhost' || host.endsWith('.localhost');
}

const DEFAULT_PORTS: Readonly<Record<string, string>> = { 'https:': '443', 'http:': '80' };

/** Host and port, also the port that a URL may leave out: `192.0.2.10:443`, `[2001:db8::10]:8443`. */
export function hostAndPort(url: URL): string {
  return `${url.hostname}:${url.port === '' ? (DEFAULT_PORTS[url.protocol] ?? '') : url.port}`;
}

/** `bigip.example.net:8443`, whose scheme was forgotten. Without `@`, because what stands before one may be a password. */
const HOST_AND_PORT = /^(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?\/?$/i;

/**
 * The origin of a device: `https://192.0.2.10`, `https://bigip.example.net:8443`.
 *
 * Plain http would carry the password in clear, so only loopback may use it. Throws {@link BigIpValueError}; the
 * message does not repeat a URL with credentials in it.
 */
export function parseBaseUrl(given: string | URL, plainHttp: 'loopback' | 'any' = 'loopback'): URL {
  const refuse = (why: string): never => {
    throw new BigIpValueError(why, { path: 'url' });
  };
  if (given === undefined) refuse('is missing; it is a URL such as https://192.0.2.10');
  const text = given instanceof URL ? given.href : given;
  if (typeof text === 'string' && HOST_AND_PORT.test(text)) refuse(`must be a URL; did you mean https://${text}?`);
  if (typeof text !== 'string' || !URL.canParse(text)) refuse('must be a URL such as https://192.0.2.10');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') refuse('must not contain a user or password; use the options');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') refuse(`must be https, not ${url.protocol}`);
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '') refuse('must end after the host and port');
  if (url.protocol === 'http:' && plainHttp === 'loopback' && !isLoopback(url.hostname)) {
    refuse('must be https: over plain http anyone on the way could read the password');
  }
  return url;
}
