/**
 * A guard: says of an object whether each of many properties is absent or of its JSON type, as code that is made for
 * exactly those properties. A loop over their names is ten times slower, and a bulk read is nothing else.
 */
/** The JSON type of a value that is read as it is. */
export type Plain = 'string' | 'integer' | 'boolean';

/** True when nothing is wrong; false when the schemas have to look. */
export type Guard = (value: object) => boolean;

/** The test of one property as code: `o` is the object, `v` a variable. The name is written as JSON, so none can be code. */
export function testOf(key: string, plain: Plain): string {
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

/** Code from a text; undefined where none can be made of one (a flag of Node's). */
export function compile(parameters: readonly string[], body: string): ((...given: unknown[]) => unknown) | undefined {
  try {
    return new Function(...parameters, body) as (...given: unknown[]) => unknown;
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

/** Makes the guard of some properties. Where code cannot be made of strings, it is a loop. */
export function compileGuard(properties: readonly (readonly [string, Plain])[]): Guard {
  const tests = properties.map(([key, plain]) => testOf(key, plain));
  const made = compile(['o'], `let v; return ${['true', ...tests].join(' && ')};`);
  return made === undefined ? loop(properties) : (made as Guard);
}
