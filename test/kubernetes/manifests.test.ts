import { describe, expect, it } from 'vitest';
import { ManifestSyntaxError, parseManifests } from '../../src/kubernetes/index.ts';

const service = (name: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  ports:\n  - port: 80\n`;
const names = (text: string): string[] => parseManifests(text).services.map(({ metadata }) => metadata.name);

function syntaxError(text: string): ManifestSyntaxError {
  try {
    parseManifests(text, { source: 'web.yaml' });
  } catch (error) {
    if (error instanceof ManifestSyntaxError) return error;
    throw error;
  }
  throw new Error('was read');
}

describe('a .json file', () => {
  it.each([
    ['# comment\n{}', 1, 1],
    ['{"kind": "Service",\n "spec": }', 2, 10],
    ['', 1, 1],
  ])('that is not JSON is told with line and column, not read as YAML: %j', (text, line, column) => {
    const read = () => parseManifests(text, { source: 'web.json' });
    expect(read).toThrow(ManifestSyntaxError);
    expect(read).toThrow(`web.json:${line}:${column}: is not JSON`);
  });
});

describe('JSON values one behind the other, as several calls of kubectl into one pipe leave them', () => {
  const json = (name: string) => JSON.stringify({ apiVersion: 'v1', kind: 'Service', metadata: { name } }, null, 1);

  it.each([undefined, 'all.json'])('are all read, with source %s', (source) => {
    const options = source === undefined ? {} : { source };
    const list = `{"apiVersion":"v1","kind":"List","items":[${json('c')}]}`;
    const { services } = parseManifests(`${json('a')}\n${json('b')}${list}\n`, options);
    expect(services.map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'c']);
  });

  it('one that is cut off is said, with its place in the whole', () => {
    const text = `${json('a')}\n{"apiVersion": "v1",\n "kind"`;
    const line = text.split('\n').length;
    expect(() => parseManifests(text, { source: 'all.json' })).toThrow(
      `all.json:${line}:8: is not JSON: the text ends`,
    );
    expect(() => parseManifests(text, { source: 'all.yaml' })).toThrow(ManifestSyntaxError);
  });
});

describe('reading manifests', () => {
  it('a template that was not filled in is a bad object, and no warning of the process', async () => {
    const warnings: unknown[] = [];
    const listen = (warning: unknown): void => void warnings.push(warning);
    process.on('warning', listen);
    try {
      const { diagnostics } = parseManifests('apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Values.name }}\n');
      expect(diagnostics).toMatchObject([{ reason: 'InvalidObject', path: 'metadata.name' }]);
      await new Promise((resolve) => setImmediate(resolve));
      expect(warnings).toEqual([]);
    } finally {
      process.off('warning', listen);
    }
  });

  it('takes several YAML documents, empty ones too', () => {
    expect(names(`${service('a')}---\n---\n# nothing\n---\n${service('b')}`)).toEqual(['a', 'b']);
  });

  it('takes a List, a typed list whose items do not say their kind, and an array, in YAML and in JSON', () => {
    const item = { metadata: { name: 'a' }, spec: {} };
    const typed = { apiVersion: 'v1', kind: 'Service', ...item };
    for (const value of [
      { apiVersion: 'v1', kind: 'List', items: [typed] },
      { apiVersion: 'v1', kind: 'ServiceList', items: [item] },
      [typed],
      [{ apiVersion: 'v1', kind: 'List', items: [{ apiVersion: 'v1', kind: 'List', items: [typed] }] }],
      typed,
    ]) {
      expect(names(JSON.stringify(value))).toEqual(['a']);
      expect(names(`\uFEFF${JSON.stringify(value, null, 2)}`)).toEqual(['a']);
      expect(names(`# a comment makes it YAML\n${JSON.stringify(value)}`)).toEqual(['a']);
    }
  });

  it('ignores kinds that nobody asked for, and the same kind of another API', () => {
    const others =
      'apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Namespace\nmetadata: {name: b}\n';
    expect(parseManifests(others)).toMatchObject({ services: [], diagnostics: [], recognised: 0 });
  });

  it.each(['', '\n\n', '# nothing\n', 'hello', '42', '[]', '{}', 'null'])('recognises nothing in %j', (text) => {
    expect(parseManifests(text)).toMatchObject({ recognised: 0, diagnostics: [] });
  });

  it('says file, line and column of a broken document, counted over all documents', () => {
    const error = syntaxError(`${service('a')}---\nkind: Service\n  metadata: {}\n`);
    expect(error).toMatchObject({ source: 'web.yaml', line: 9, column: 7, code: 'BIGIP_MANIFEST_SYNTAX' });
    expect(error.message).toMatch(/^web\.yaml:9:7: /);
  });

  it('says where JSON is cut off', () => {
    expect(syntaxError('{"apiVersion": "v1",\n "kind": "Service"')).toMatchObject({ line: 2 });
  });

  it('refuses a key that is given twice, as kubectl does', () => {
    expect(syntaxError('kind: Service\nmetadata:\n  name: a\n  name: b\n')).toMatchObject({ line: 4, column: 3 });
  });

  it('takes merge keys, as kubectl does', () => {
    const text = `base: &base {name: a, labels: {x: y}}\n---\n${service('b')}`;
    expect(names(text)).toEqual(['b']);
    expect(names('apiVersion: v1\nkind: Service\nx: &m {name: a}\nmetadata:\n  <<: *m\n')).toEqual(['a']);
  });

  it('refuses aliases that multiply', () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(', ')}]`,
    );
    expect(syntaxError(`l0: &l0 [x]\n${levels.join('\n')}\n`).message).toContain('alias');
  });

  it('refuses an alias of nothing, and nesting without end', () => {
    expect(syntaxError('a: *b\n')).toMatchObject({ line: 1 });
    expect(syntaxError(`a: ${'['.repeat(50_000)}`)).toMatchObject({ source: 'web.yaml' });
  });

  it.each(['__proto__', 'constructor'])('a key %s changes no other object', (key) => {
    const yaml = `apiVersion: v1\nkind: Service\n${key}: {polluted: true}\nmetadata:\n  name: a\n  labels:\n    ${key}: {polluted: true}\n`;
    const json = `{"apiVersion":"v1","kind":"Service","${key}":{"polluted":true},"metadata":{"name":"a","labels":{"${key}":{"polluted":true}}}}`;
    for (const text of [yaml, json]) {
      expect(names(text)).toEqual(['a']);
      expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    }
  });

  it('the source stands in messages about bad objects, and `(input)` where there is none', () => {
    const bad = 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: http}]}\n';
    expect(parseManifests(bad, { source: 'x.yaml' }).diagnostics[0]?.message).toContain('(in x.yaml)');
    expect(() => parseManifests('a: [')).toThrow(/^\(input\):1:/);
  });
});

describe('two objects without --- between them', () => {
  it('are refused, and it is asked whether the line is missing', () => {
    const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n';
    expect(() => parseManifests(`${service}${service}`)).toThrow(/is a line --- missing between two objects\?/);
  });
});
