import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { describe, expect, it } from 'vitest';
import type { TransactionTree } from '../../src/bigip.ts';
import { NotFoundError, OutcomeUnknownError, ProtocolError, ValidationError } from '../../src/errors.ts';
import { Transaction } from '../../src/icontrol/transaction.ts';
import { TransactionError } from '../../src/icontrol/transaction-error.ts';
import { openRig, type Rig } from '../apply/device.ts';
import { open } from './open-session.ts';
import { networkFailure } from './scripted-device.ts';

const sent = (rig: Rig): string[] =>
  rig.device.journal
    .filter(({ path }) => !/authn|authz|sys\/ready/.test(path))
    .map(
      ({ method, path }) => `${method} ${path.replace('/mgmt/tm/', '').replace(/transaction\/\d+/, 'transaction/ID')}`,
    );

describe('a transaction', () => {
  it('does all or nothing', async () => {
    await using rig = await openRig();
    await rig.bigip.transaction(async (tx) => {
      await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
      await tx.ltm.virtual.create({ name: 'b', partition: 'k8s', destination: '172.16.100.195:80', pool: '/k8s/b' });
    });
    expect(sent(rig)).toEqual(['POST transaction', 'POST ltm/pool', 'POST ltm/virtual', 'PATCH transaction/ID']);
    expect(rig.device.get('ltm/virtual/~k8s~b')).toMatchObject({ pool: '/k8s/b' });
    await expect(
      rig.bigip.transaction(async (tx) => {
        await tx.ltm.pool.create({ name: 'c', partition: 'k8s' });
        await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
      }),
    ).rejects.toThrow(ValidationError);
    expect(rig.device.get('ltm/pool/~k8s~c')).toBeUndefined();
  });

  it('that is refused names the command at fault, with the text of the device', async () => {
    await using rig = await openRig({ 'ltm/pool/~k8s~b': {} });
    const refused = await rig.bigip
      .transaction(async (tx) => {
        await tx.ltm.virtual.create({ name: 'b', partition: 'k8s', destination: '172.16.100.195:80' });
        await tx.ltm.pool.create({ name: 'a', partition: 'k8s' });
        await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
      })
      .catch((error: unknown) => error);
    if (!(refused instanceof TransactionError)) throw refused;
    expect(refused.command).toEqual({ method: 'POST', type: 'ltm/pool', name: '/k8s/b', number: 3 });
    expect(refused.message).toContain('command 3 of 3, POST ltm/pool /k8s/b');
    expect(refused.message).toContain('The requested Pool (/k8s/b) already exists in partition k8s. (01020066)');
    expect(refused).toMatchObject({
      code: 'BIGIP_TRANSACTION',
      deviceCode: '01020066',
      status: 400,
      outcome: 'refused',
    });
    expect(refused.cause).toBeInstanceOf(ValidationError);
    expect(rig.device.list('ltm/pool')).toEqual(['ltm/pool/~k8s~b']);
  });

  it('that is only to be validated changes nothing, and says what would be refused', async () => {
    await using rig = await openRig();
    const write = async (tx: TransactionTree): Promise<void> => {
      await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
      await tx.ltm.virtual.create({ name: 'b', partition: 'k8s', destination: '172.16.100.195:80', pool: '/k8s/b' });
    };
    await rig.bigip.transaction(write, { validateOnly: true });
    expect(rig.device.list('ltm/pool')).toEqual([]);
    expect(rig.device.transactions).toEqual([]);
    const wrong = rig.bigip.transaction(
      async (tx) => {
        await write(tx);
        await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
      },
      { validateOnly: true },
    );
    await expect(wrong).rejects.toThrow(/already exists/);
    expect(rig.device.transactions).toEqual([]);
    await rig.bigip.transaction(write);
    expect(rig.device.list('ltm/pool')).toEqual(['ltm/pool/~k8s~b']);
  });

  it('queues what differs of an object that was read, and nothing when nothing does', async () => {
    await using rig = await openRig({ 'ltm/pool/~k8s~web': { slowRampTime: 10 } });
    const found = await rig.bigip.ltm.pool.get('/k8s/web');
    await rig.bigip.transaction(async (tx) => {
      await tx.ltm.pool.modify(found, { slowRampTime: 10 });
      await tx.ltm.pool.modify(found, { slowRampTime: 20 });
    });
    expect(sent(rig).filter((line) => line.startsWith('PATCH ltm'))).toEqual(['PATCH ltm/pool/~k8s~web']);
    expect(rig.device.get('ltm/pool/~k8s~web')).toMatchObject({ slowRampTime: 20 });
  });

  it('without a command sends nothing', async () => {
    await using rig = await openRig();
    await rig.bigip.transaction(async () => {});
    expect(rig.device.journal).toEqual([]);
  });

  it('is given up when the function throws, and nothing is left open', async () => {
    await using rig = await openRig();
    const wrong = rig.bigip.transaction(async (tx) => {
      await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
      throw new Error('changed my mind');
    });
    await expect(wrong).rejects.toThrow('changed my mind');
    expect(sent(rig).at(-1)).toBe('DELETE transaction/ID');
    expect(rig.device.transactions).toEqual([]);
    expect(rig.device.get('ltm/pool/~k8s~b')).toBeUndefined();
  });

  it('keeps the order of the calls, also when nobody waits for them', async () => {
    await using rig = await openRig();
    await rig.bigip.transaction(async (tx) => {
      void tx.ltm.pool.create({ name: 'a', partition: 'k8s' });
      void tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
      void tx.ltm.pool.delete('/k8s/a');
    });
    expect(sent(rig)).toEqual([
      'POST transaction',
      'POST ltm/pool',
      'POST ltm/pool',
      'DELETE ltm/pool/~k8s~a',
      'PATCH transaction/ID',
    ]);
    expect(rig.device.list('ltm/pool')).toEqual(['ltm/pool/~k8s~b']);
  });

  it('is not joined by calls outside', async () => {
    await using rig = await openRig();
    await rig.bigip.transaction(async (tx) => {
      await tx.ltm.pool.create({ name: 'in', partition: 'k8s' });
      await rig.bigip.ltm.pool.create({ name: 'out', partition: 'k8s' });
      expect(rig.device.list('ltm/pool')).toEqual(['ltm/pool/~k8s~out']);
    });
    expect(rig.device.list('ltm/pool').sort()).toEqual(['ltm/pool/~k8s~in', 'ltm/pool/~k8s~out']);
  });

  it('whose command could not be queued is not committed', async () => {
    await using rig = await openRig();
    rig.device.fault({ match: 'POST ltm/virtual', when: 'after', do: 'reset' });
    const lost = rig.bigip.transaction(async (tx) => {
      await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
      await tx.ltm.virtual
        .create({ name: 'b', partition: 'k8s', destination: '172.16.100.195:80' })
        .catch(() => undefined);
    });
    await expect(lost).rejects.toThrow(OutcomeUnknownError);
    expect(rig.device.get('ltm/pool/~k8s~b')).toBeUndefined();
    expect(rig.device.transactions).toEqual([]);
  });

  it('whose commit is lost is asked for, and never committed again', async () => {
    await using rig = await openRig();
    rig.device.fault({ match: 'PATCH transaction/*', when: 'after', do: 'reset' });
    await rig.bigip.transaction((tx) => tx.ltm.pool.create({ name: 'b', partition: 'k8s' }));
    expect(sent(rig).slice(-2)).toEqual(['PATCH transaction/ID', 'GET transaction/ID']);
    expect(rig.device.get('ltm/pool/~k8s~b')).toBeDefined();
  });

  it('whose commit never arrived is given up, with an error that says that nothing was applied', async () => {
    await using rig = await openRig();
    rig.device.fault({ match: 'PATCH transaction/*', when: 'before', do: 'reset' });
    const lost = rig.bigip.transaction((tx) => tx.ltm.pool.create({ name: 'b', partition: 'k8s' }));
    await expect(lost).rejects.toMatchObject({ code: 'BIGIP_CONNECT', outcome: 'refused-for-now' });
    const asked = ['GET transaction/ID', 'GET transaction/ID'];
    expect(sent(rig).slice(-4)).toEqual(['PATCH transaction/ID', ...asked, 'DELETE transaction/ID']);
    expect(rig.device.get('ltm/pool/~k8s~b')).toBeUndefined();
    expect(rig.device.transactions).toEqual([]);
  });

  it('whose commit is lost while the device works on it is waited for', async () => {
    const answers = ['UPDATING', 'VALIDATING', 'COMPLETED'];
    const { device, session } = open(({ line }) => {
      if (line === 'POST transaction') return { body: { transId: 7 } };
      if (line.startsWith('PATCH')) return networkFailure('ECONNRESET');
      return { body: line.startsWith('GET') ? { state: answers.shift() } : {} };
    });
    const transaction = new Transaction(session);
    await transaction.request('POST', ['ltm', 'pool'], { body: {} });
    await transaction.commit({ settle: true });
    expect(device.count(/^PATCH/)).toBe(1);
    expect(device.count(/^GET transaction/)).toBe(3);
    await session.close();
  });

  it('whose commit is lost and was refused is that refusal', async () => {
    const { device, session } = open(({ line }) => {
      if (line === 'POST transaction') return { body: { transId: 7 } };
      if (line.startsWith('PATCH')) return networkFailure('ECONNRESET');
      const failureReason = '01070734:3: Configuration error: no such folder';
      return { body: line.startsWith('GET') ? { state: 'FAILED', failureReason } : {} };
    });
    const transaction = new Transaction(session);
    await transaction.request('POST', ['ltm', 'pool'], { body: {} });
    await expect(transaction.commit({ settle: true })).rejects.toMatchObject({
      code: 'BIGIP_VALIDATION',
      outcome: 'refused',
      deviceCode: '01070734',
      deviceMessage: 'Configuration error: no such folder',
    });
    expect(device.count(/^PATCH/)).toBe(1);
    await session.close();
  });

  it.each([
    ['01070822:3: Access Denied: user (ann) does not have create access to object (pool)', 'BIGIP_PERMISSION'],
    [
      '01070265:3: The Pool (/k8s/p) cannot be deleted because it is in use by a Virtual Server (/k8s/v).',
      'BIGIP_IN_USE',
    ],
  ])('whose commit is lost and was refused has the class of the refusal: %s', async (failureReason, code) => {
    const { session } = open(({ line }) => {
      if (line === 'POST transaction') return { body: { transId: 7 } };
      if (line.startsWith('PATCH')) return networkFailure('ECONNRESET');
      return { body: line.startsWith('GET') ? { state: 'FAILED', failureReason } : {} };
    });
    const transaction = new Transaction(session);
    await transaction.request('POST', ['ltm', 'pool'], { body: {} });
    await expect(transaction.commit({ settle: true })).rejects.toMatchObject({ code, outcome: 'refused' });
    await session.close();
  });

  it('whose commit is lost, and that nobody knows any more, has an unknown outcome', async () => {
    await using rig = await openRig();
    rig.device.fault({ match: 'PATCH transaction/*', when: 'after', do: 'reset' });
    const missing = { code: 404, message: 'Object not found', errorStack: [], apiError: 1 };
    rig.device.fault({ match: 'GET transaction/*', do: { status: 404, body: missing }, times: 9 });
    const lost = rig.bigip.transaction((tx) => tx.ltm.pool.create({ name: 'b', partition: 'k8s' }));
    await expect(lost).rejects.toThrow(OutcomeUnknownError);
    expect(sent(rig).filter((line) => line.startsWith('PATCH'))).toHaveLength(1);
  });

  it('that the device refuses, or that is given up, is not left open there', async () => {
    const busy = { code: 503, message: 'There is an active asynchronous task executing.', apiError: 32964609 };
    const controller = new AbortController();
    const ends: ((rig: Rig) => Promise<unknown>)[] = [
      (rig) => rig.bigip.transaction((tx) => tx.ltm.pool.delete('/k8s/none')),
      (rig) => {
        rig.device.fault({ match: 'PATCH transaction/*', do: { status: 503, body: busy } });
        return rig.bigip.transaction((tx) => tx.ltm.pool.create({ name: 'b', partition: 'k8s' }));
      },
      (rig) =>
        rig.bigip.transaction(
          async (tx) => {
            await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
            controller.abort(new Error('enough'));
          },
          { signal: controller.signal },
        ),
    ];
    for (const end of ends) {
      await using rig = await openRig();
      await expect(end(rig)).rejects.toThrow();
      expect(sent(rig).at(-1)).toBe('DELETE transaction/ID');
      expect(sent(rig).filter((line) => line.startsWith('DELETE transaction'))).toHaveLength(1);
      expect(rig.device.transactions).toEqual([]);
      expect(rig.device.list('ltm/pool')).toEqual([]);
    }
  });

  it('queues nothing any more once its signal is aborted, and has one time for all of it', async () => {
    await using rig = await openRig();
    const controller = new AbortController();
    const aborted = rig.bigip.transaction(
      async (tx) => {
        await tx.ltm.pool.create({ name: 'a', partition: 'k8s' });
        controller.abort(new Error('enough'));
        await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
      },
      { signal: controller.signal },
    );
    await expect(aborted).rejects.toMatchObject({ name: 'AbortError', outcome: 'not-sent' });
    expect(sent(rig)).toEqual(['POST transaction', 'POST ltm/pool', 'DELETE transaction/ID']);
    const late = rig.bigip.transaction(
      async (tx) => {
        await tx.ltm.pool.create({ name: 'a', partition: 'k8s' });
        await rig.bigip.clock.sleep(600);
        await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
      },
      { timeout: 500 },
    );
    await expect(late).rejects.toMatchObject({ code: 'BIGIP_TIMEOUT', timeout: 500, outcome: 'not-sent' });
    expect(sent(rig).slice(3)).toEqual(['POST transaction', 'POST ltm/pool', 'DELETE transaction/ID']);
    expect(rig.device.list('ltm/pool')).toEqual([]);
  });

  it('whose token ends in the middle says so, applies nothing, and can be begun again', async () => {
    await using rig = await openRig();
    const create = async (tx: TransactionTree, revoke: () => void) => {
      await tx.ltm.pool.create({ name: 'a', partition: 'k8s' });
      revoke();
      await tx.ltm.pool.create({ name: 'b', partition: 'k8s' });
    };
    const ended = rig.bigip.transaction((tx) => create(tx, () => rig.device.revokeTokens()));
    await expect(ended).rejects.toMatchObject({
      code: 'BIGIP_TOKEN_ENDED',
      message: expect.stringMatching(/begin it again/),
    });
    expect(rig.device.list('ltm/pool')).toEqual([]);
    await rig.bigip.transaction((tx) => create(tx, () => {}));
    expect(rig.device.list('ltm/pool')).toHaveLength(2);
  });

  it('ends when its time is over or its signal says so, also while the function still works', async () => {
    await using rig = await openRig();
    const controller = new AbortController();
    const slow = async (tx: TransactionTree): Promise<void> => {
      await tx.ltm.pool.create({ name: 'a', partition: 'k8s' });
      controller.abort(new Error('enough'));
      await new Promise(() => {});
    };
    await expect(rig.bigip.transaction(slow, { timeout: 500 })).rejects.toMatchObject({
      code: 'BIGIP_TIMEOUT',
      message: 'the transaction was not committed within 500 ms',
      outcome: 'not-sent',
    });
    const { signal } = new AbortController();
    await expect(
      rig.bigip.transaction(slow, { signal: AbortSignal.any([signal, controller.signal]) }),
    ).rejects.toMatchObject({
      code: 'BIGIP_ABORTED',
    });
    expect(rig.device.transactions).toEqual([]);
    expect(rig.device.list('ltm/pool')).toEqual([]);
  });

  it('that ran out of time queues nothing of what the function does afterwards', async () => {
    await using rig = await openRig();
    let after: Promise<unknown> = Promise.resolve();
    const late = rig.bigip.transaction(
      async (tx) => {
        await tx.ltm.pool.create({ name: 'a', partition: 'k8s' });
        after = rig.bigip.clock.sleep(2_000).then(() => tx.ltm.pool.create({ name: 'b', partition: 'k8s' }));
        await after;
      },
      { timeout: 500 },
    );
    await expect(late).rejects.toMatchObject({ code: 'BIGIP_TIMEOUT' });
    await expect(after).rejects.toThrow(/transaction/);
    expect(sent(rig)).toEqual(['POST transaction', 'POST ltm/pool', 'DELETE transaction/ID']);
  });

  it('is told of once when it has ended, with the device and how', async () => {
    await using rig = await openRig();
    const events: unknown[] = [];
    const listener = (event: unknown) => events.push(event);
    subscribe('bigip:transaction', listener);
    await rig.bigip.transaction((tx) => tx.ltm.pool.create({ name: 'b', partition: 'k8s' }));
    await expect(rig.bigip.transaction((tx) => tx.ltm.pool.delete('/k8s/none'))).rejects.toThrow();
    unsubscribe('bigip:transaction', listener);
    const common = { host: '192.0.2.10:443', commands: 1, id: expect.stringMatching(/^\d+$/) };
    expect(events).toMatchObject([
      { ...common, outcome: 'committed', duration: expect.any(Number) },
      { ...common, outcome: 'failed', duration: expect.any(Number), error: expect.stringMatching(/^BIGIP_/) },
    ]);
  });

  it('is gone for the device after it ended', async () => {
    await using rig = await openRig();
    const transaction = new Transaction(rig.bigip);
    expect(await transaction.state()).toBe('gone');
    await transaction.request('POST', ['ltm', 'pool'], { body: { name: 'b', partition: 'k8s' } });
    expect([await transaction.state(), transaction.commands.length]).toEqual(['STARTED', 1]);
    await transaction.abandon();
    expect(await transaction.state()).toBe('gone');
    await expect(transaction.request('POST', ['ltm', 'pool'], { body: {} })).rejects.toThrow(/ended/);
  });
});

describe('the id of a transaction', () => {
  const run = async (body: unknown) => {
    const { device, session } = open(({ line }) => {
      if (line === 'POST transaction') return { body };
      return { body: line.startsWith('PATCH') ? { state: 'COMPLETED' } : {} };
    });
    const transaction = new Transaction(session);
    await transaction.request('POST', ['ltm', 'pool'], { body: {} });
    await transaction.commit();
    const queued = device.seen.find(({ line }) => line === 'POST ltm/pool');
    await session.close();
    return { header: queued?.headers['x-f5-rest-coordination-id'], commit: device.work.at(-1) };
  };

  it('is taken from the link, where it has all its digits', async () => {
    const body =
      '{"transId":15266748371699151,"selfLink":"https://localhost/mgmt/tm/transaction/15266748371699151?ver=15"}';
    expect(await run(body)).toEqual({ header: '15266748371699151', commit: 'PATCH transaction/15266748371699151' });
    expect(await run('{"transId":15266748371699151}')).toMatchObject({ header: '15266748371699151' });
    expect(await run({ transId: 7 })).toMatchObject({ header: '7' });
  });

  it.each([[{}], [{ transId: 'x/../y' }], [{ transId: null }], [[]]])('%j is none', async (body) => {
    await expect(run(body)).rejects.toThrow(ProtocolError);
  });
});

describe('a transaction that takes long', () => {
  /** A device that gives out ids 1, 2, 3 … and waits 30 s for the next command. */
  const patient = () => {
    let id = 0;
    return open(({ line }) => {
      if (line === 'POST transaction') {
        id += 1;
        return { body: { transId: id, timeoutSeconds: 30 } };
      }
      return { body: line.startsWith('PATCH transaction') ? { state: 'COMPLETED' } : {} };
    });
  };
  const queue = (transaction: Transaction, name: string) =>
    transaction.request('POST', ['ltm', 'pool'], { body: { name, partition: 'k8s' } });

  it('is queued anew before the device forgets it, in the same order', async () => {
    const { session, device, clock } = patient();
    const transaction = new Transaction(session);
    await queue(transaction, 'a');
    await queue(transaction, 'b');
    await clock.advance(25_000);
    await queue(transaction, 'c');
    await clock.advance(25_000);
    await transaction.commit();
    const lines = device.seen
      .filter(({ line }) => /pool|transaction/.test(line))
      .map(({ line, headers, body }) => {
        const id = headers['x-f5-rest-coordination-id'];
        return id === undefined ? line : `${(body as { name: string }).name} in ${id}`;
      });
    expect(lines).toEqual([
      ...['POST transaction', 'a in 1', 'b in 1'],
      ...['DELETE transaction/1', 'POST transaction', 'a in 2', 'b in 2', 'c in 2'],
      ...['DELETE transaction/2', 'POST transaction', 'a in 3', 'b in 3', 'c in 3', 'PATCH transaction/3'],
    ]);
    expect(transaction.commands.length).toBe(3);
    await session.close();
  });

  it('stays what it is while its commands follow each other', async () => {
    const { session, device, clock } = patient();
    const transaction = new Transaction(session);
    for (const name of ['a', 'b', 'c', 'd']) {
      await queue(transaction, name);
      await clock.advance(20_000);
    }
    await transaction.commit();
    expect(device.count(/^POST transaction$/)).toBe(1);
    await session.close();
  });
});

describe('a commit that is answered with another state', () => {
  it('is not taken for done', async () => {
    const { session } = open(({ line }) => ({
      body: line === 'POST transaction' ? { transId: 7 } : { state: 'VALIDATING' },
    }));
    const transaction = new Transaction(session);
    await transaction.request('POST', ['ltm', 'pool'], { body: {} });
    await expect(transaction.commit()).rejects.toThrow(OutcomeUnknownError);
    await session.close();
  });

  it('after it expired says that it is not there', async () => {
    await using rig = await openRig();
    const transaction = new Transaction(rig.bigip);
    await transaction.request('POST', ['ltm', 'pool'], { body: { name: 'b', partition: 'k8s' } });
    rig.device.clock.advance('3m');
    await expect(transaction.commit()).rejects.toThrow(NotFoundError);
    expect(await transaction.state()).toBe('gone');
  });
});
