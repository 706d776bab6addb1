/** The options of `bigip mock`. The mock itself is loaded by those only who ask for it. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { outputOption } from './mapping.ts';

export interface MockFlags {
  readonly host: string;
  readonly port: number;
  readonly http: boolean;
  readonly seed?: string;
  readonly user: string;
  readonly password: string;
  readonly tmosVersion?: string;
  readonly hostname?: string;
  readonly latency: 'instant' | 've' | 'busy' | 'cold';
  readonly virtualLatency: boolean;
  readonly frozen: boolean;
  readonly journal?: number;
  readonly pair: boolean;
  readonly certificate?: string;
  readonly control: boolean;
  readonly stopWithStdin: boolean;
  readonly output: 'text' | 'json';
}

function port(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > 65_535) throw new InvalidArgumentError('A port is a number from 0 to 65535.');
  return number;
}

function count(value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new InvalidArgumentError('It is a number of requests.');
  return Number(value);
}

function version(value: string): string {
  if (!/^\d+(\.\d+){1,4}$/.test(value)) throw new InvalidArgumentError('A version of TMOS is like 16.1.3.');
  return value;
}

export function withMockOptions(command: Command): Command {
  return command
    .option(
      '--host <address>',
      'address to listen on; the control path answers loopback only, whatever this is',
      '127.0.0.1',
    )
    .option('--port <number>', 'port to listen on; 0 takes a free one', port, 0)
    .option('--http', 'plain HTTP instead of HTTPS', false)
    .option('--seed <file>', 'JSON file {"<uri>": {properties}} of what is there at the start')
    .option('--user <name>', 'the administrator', 'admin')
    .option('--password <text>', 'password of the administrator; the mock has no secrets to keep', 'admin')
    .option('--tmos-version <version>', 'version that it claims; where versions differ it follows', version)
    .option('--hostname <name>', 'host name of the device')
    .addOption(
      new Option('--latency <profile>', 'how fast it is').choices(['instant', 've', 'busy', 'cold']).default('instant'),
    )
    .option('--virtual-latency', 'nobody waits for the latency: the clock of the device goes forward instead', false)
    .option('--frozen', 'the clock of the device stands still until the control path moves it', false)
    .option('--journal <requests>', 'how many requests the journal keeps (default: 10000)', count)
    .option(
      '--pair',
      'two units of a sync-failover group; the second one listens on the next port, or a free one',
      false,
    )
    .option('--certificate <file>', 'write the certificate to a file (PEM), for clients that are to trust it')
    .option('--control', 'answer /__mock (faults, clock, seed) on loopback, for tests in other languages', false)
    .option('--stop-with-stdin', 'stop when the standard input ends: with the process that started it', false)
    .addOption(outputOption());
}
