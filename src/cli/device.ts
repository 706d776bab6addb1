/** The options that say which BIG-IP, and who we are there. A password is never an argument. */
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { Command } from 'commander';
import { BigIp, type BigIpOptions } from '../bigip.ts';
import { whyUnreadable } from './file-error.ts';
import type { Io } from './io.ts';
import type { UnitFlags } from './pair-flags.ts';
import { UsageError } from './usage-error.ts';

export interface DeviceFlags {
  readonly url?: string;
  readonly username?: string;
  readonly ca?: string;
  readonly fingerprint?: string;
  readonly loginProvider?: string;
  readonly passwordFile?: string;
}

export function withDeviceOptions(command: Command): Command {
  return command
    .option('--url <url>', 'the BIG-IP, https://192.0.2.10 (or BIGIP_URL)')
    .option('--username <name>', 'user on the BIG-IP (or BIGIP_USERNAME)')
    .option('--password-file <file>', 'file with the password (else BIGIP_PASSWORD, else a prompt on a terminal)')
    .option('--ca <file>', 'PEM file with the certificate authority of the BIG-IP')
    .option('--fingerprint <sha256>', 'SHA-256 fingerprint of the certificate of the BIG-IP, to pin it')
    .option('--login-provider <name>', 'login provider (default: tmos)');
}

async function readText(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new UsageError(`cannot read the ${what} ${path}: ${whyUnreadable(error)}`);
  }
}

/** Asks without echo. */
async function promptPassword(username: string, url: string, io: Io): Promise<string> {
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const reader = createInterface({ input: io.stdin, output: silent, terminal: true });
  io.stderr.write(`Password of ${username} at ${url}: `);
  try {
    return await new Promise<string>((resolve, reject) => {
      reader.question('', resolve);
      reader.once('SIGINT', () => reject(new UsageError('no password was given')));
      reader.once('close', () => reject(new UsageError('no password was given')));
    });
  } finally {
    reader.close();
    io.stderr.write('\n');
  }
}

async function passwordFor(flags: DeviceFlags, username: string, url: string, io: Io): Promise<string> {
  if (flags.passwordFile !== undefined) {
    const password = (await readText(flags.passwordFile, 'password file')).replace(/\r?\n$/, '');
    if (password === '') throw new UsageError(`the password file ${flags.passwordFile} is empty`);
    return password;
  }
  const fromEnvironment = io.env['BIGIP_PASSWORD'];
  if (fromEnvironment !== undefined && fromEnvironment !== '') return fromEnvironment;
  if (io.stdin.isTTY === true) return promptPassword(username, url, io);
  throw new UsageError('no password: set BIGIP_PASSWORD or give --password-file (it is asked for on a terminal only)');
}

/** The client that the flags and the environment describe. Throws UsageError for what is missing. */
export async function openDevice(flags: DeviceFlags, io: Io): Promise<BigIp> {
  return new BigIp(await deviceOptions(flags, io));
}

/** The clients of both units of a pair: one user and one authority for both, each with a certificate of its own. */
export async function openUnits(flags: DeviceFlags & UnitFlags, io: Io): Promise<readonly [BigIp, BigIp]> {
  const { unit, unitFingerprint } = flags;
  if (unit === undefined) throw new UsageError('which other unit? Give --unit');
  const options = await deviceOptions(flags, io);
  if (options.url === unit) throw new UsageError('--unit is the other unit, and not the one of --url');
  const { fingerprint256: _own, ...tls } = options.tls ?? {};
  if (unit.startsWith('http:') && (tls.ca !== undefined || unitFingerprint !== undefined)) throw overHttp();
  const other: BigIpOptions = {
    ...options,
    url: unit,
    tls: { ...tls, ...(unitFingerprint === undefined ? {} : { fingerprint256: unitFingerprint }) },
  };
  return [new BigIp(options), new BigIp(other)];
}

function overHttp(): UsageError {
  return new UsageError('--ca and --fingerprint go with https: over plain http nobody proves who they are');
}

async function deviceOptions(flags: DeviceFlags, io: Io): Promise<BigIpOptions> {
  const url = flags.url ?? io.env['BIGIP_URL'];
  const username = flags.username ?? io.env['BIGIP_USERNAME'];
  if (url === undefined || url === '') throw new UsageError('which BIG-IP? Give --url or set BIGIP_URL');
  if (username === undefined || username === '')
    throw new UsageError('which user? Give --username or set BIGIP_USERNAME');
  const password = await passwordFor(flags, username, url, io);
  const ca = flags.ca === undefined ? undefined : await readText(flags.ca, 'CA file');
  if (ca !== undefined && !ca.includes('-----BEGIN CERTIFICATE-----')) {
    throw new UsageError(`the CA file ${flags.ca} holds no PEM certificate`);
  }
  if (url.startsWith('http:') && (ca !== undefined || flags.fingerprint !== undefined)) {
    throw overHttp();
  }
  const tls = {
    ...(ca === undefined ? {} : { ca }),
    ...(flags.fingerprint === undefined ? {} : { fingerprint256: flags.fingerprint }),
  };
  return {
    url,
    username,
    password,
    tls,
    ...(flags.loginProvider === undefined ? {} : { loginProvider: flags.loginProvider }),
  };
}
