import { refuse } from '../errors/refusal.ts';
import type { Evidence } from '../evidence.ts';
import type { Json, JsonDraft, JsonObject } from '../json.ts';

/** Seconds after the last use at which an open transaction is forgotten. */
export const timeoutSeconds = 120;

/** Seconds that a commit may take. */
export const executionTimeout = 300;

/** How the rules of transactions are known. */
export const transactionSources: readonly { rule: string; evidence: Evidence; source: string }[] = [
  {
    rule: 'shape of a transaction and of a queued command; commit answers COMPLETED',
    evidence: 'recorded',
    source: 'dchapkine/f5-icontrol-rest IControlRestClient.js (13.1.1.2), a Ruby client’s README (12.1.2)',
  },
  {
    rule: 'a GET with the header is not queued; validateOnly changes nothing; an empty commit is refused',
    evidence: 'tested',
    source: 'f5-common-python f5/bigip/tm/transaction/test/functional/test_transaction.py',
  },
  {
    rule: 'gone 120 seconds after the last use; commands are listed, put in another order, removed',
    evidence: 'documented',
    source: 'F5 automation labs, class 1 module 1 lab 7',
  },
  {
    rule: 'partitions, saving and synchronising are not part of transactions',
    evidence: 'tested',
    source: 'f5-appsvcs-extension src/lib/fetch.js',
  },
  {
    rule: 'references are checked at the end of a commit; one error is told, all is taken back',
    evidence: 'recorded',
    source: 'f5devcentral/bigip-kubernetes-gateway (the errors; that order does not matter is a guess)',
  },
];

/** A command that waits for the commit. */
export interface Command {
  readonly id: number;
  order: number;
  readonly method: string;
  /** The request target, as sent. */
  readonly path: string;
  readonly body: JsonObject | undefined;
}

/** A transaction of the device. */
export interface Transaction {
  readonly id: number;
  state: 'STARTED' | 'UPDATING' | 'VALIDATING' | 'COMPLETED' | 'FAILED';
  failureReason: string;
  validateOnly: boolean;
  used: number;
  nextId: number;
  /** How many commands its commit ran. */
  committed: number;
  readonly commands: Command[];
}

/** A transaction as a GET shows it. */
export function printTransaction(transaction: Transaction, version: string): JsonObject {
  return {
    transId: transaction.id,
    state: transaction.state,
    timeoutSeconds,
    asyncExecution: false,
    validateOnly: transaction.validateOnly,
    executionTimeout,
    executionTime: 0,
    failureReason: transaction.failureReason,
    kind: 'tm:transactionstate',
    selfLink: transactionLink(`/${transaction.id}`, version),
  };
}

/** A queued command as the device answers it. */
export function printCommand(transaction: Transaction, command: Command, version: string): JsonObject {
  const shown: JsonDraft = { method: command.method, uri: `https://localhost${command.path}` };
  if (command.body !== undefined) shown['body'] = command.body;
  return {
    ...shown,
    evalOrder: command.order,
    commandId: command.id,
    kind: 'tm:transaction:commandsstate',
    selfLink: transactionLink(`/${transaction.id}/commands/${command.id}`, version),
  };
}

/** A link to what is below `/mgmt/tm/transaction`. */
export function transactionLink(path: string, version: string): string {
  return `https://localhost/mgmt/tm/transaction${path}?ver=${version}`;
}

/** Gives a command another place; the others close up. */
export function moveCommand(transaction: Transaction, command: Command, order: Json | undefined): void {
  if (typeof order !== 'number' || !Number.isInteger(order) || order < 1) {
    throw refuse('invalidValue', { property: 'eval-order', value: JSON.stringify(order ?? null) });
  }
  const others = transaction.commands
    .filter((known) => known !== command)
    .sort((left, right) => left.order - right.order);
  others.splice(order - 1, 0, command);
  others.forEach((known, at) => {
    known.order = at + 1;
  });
}
