/**
 * A guard: says of an object whether each of many properties is absent or of its JSON type, as code that is made for
 * exactly those properties. A loop over their names is ten times slower, and a bulk read is nothing else.
 */
import type { Plain } from './reader.ts';

/** True when nothing is wrong; false when the schemas have to look. */
export type Guard = (value: object) => boolean;

function test(key: string, plain: Plain): string {
  const right = plain === 'integer' ? 'Number.isSafeInteger(v)' : `typeof v === ${JSON.stringify(plain)}`;
  return `((v = o[${JSON.stringify(key)}]) === undefined || ${right})`;
}

export function isPlain(value: unknown, plain: Plain): boolean {
  return plain === 'integer' ? Number.isSafeInteger(value) : typeof value === plain;
}

function loop(properties: readonly (readonly [string, Plain])[]): Guard {
  return (value) => {
    const object = value as Readonly<Record<string, unknown>>;
    return properties.every(([key, plain]) => object[key] === undefined || isPlain(object[key], plain));
  };
}

/** Makes the guard of some properties. Where code cannot be made of strings (a flag of Node's), it is a loop. */
export function compileGuard(properties: readonly (readonly [string, Plain])[]): Guard {
  const tests = properties.map(([key, plain]) => test(key, plain));
  try {
    // Names of properties are written as JSON strings, so no name can be code.
    return new Function('o', `let v; return ${['true', ...tests].join(' && ')};`) as Guard;
  } catch (error) {
    if (error instanceof EvalError) return loop(properties);
    throw error;
  }
}
