import { describe, expect, it } from 'vitest';
import { Specimen } from '../../src/icontrol/specimen.ts';

describe('a specimen', () => {
  it('has the properties of what was read, and none of its texts', () => {
    const specimen = new Specimen();
    specimen.after([]);
    expect(specimen.kept).toBeUndefined();
    specimen.after([{ name: 'CANARY', ratio: 1, members: [{ name: 'CANARY', up: true }], constructor: 'CANARY' }]);
    expect(specimen.kept).toEqual({ name: '', ratio: 1, members: [{ name: '', up: true }], constructor: '' });
  });

  it('is taken anew after a thousand objects', () => {
    const specimen = new Specimen();
    specimen.after([{ a: 1 }]);
    specimen.after([{ b: 1 }, ...Array.from({ length: 998 }, () => ({ b: 1 }))]);
    expect(specimen.kept).toEqual({ a: 1 });
    specimen.after([{ c: 1 }]);
    expect(specimen.kept).toEqual({ c: 1 });
  });
});
