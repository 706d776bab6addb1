/** Outputs against the schemas that ship with the package. */
import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

export type SchemaName = 'desired' | 'plan' | 'apply' | 'mock' | 'snapshot' | 'status' | 'diff';

const compiled = new Map<SchemaName, ValidateFunction>();

function compile(name: SchemaName): ValidateFunction {
  const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false });
  return ajv.compile(
    JSON.parse(readFileSync(new URL(`../../schemas/${name}.json`, import.meta.url), 'utf8')) as object,
  );
}

export function validator(name: SchemaName): ValidateFunction {
  const validate = compiled.get(name) ?? compile(name);
  compiled.set(name, validate);
  return validate;
}

/** The parsed output, once it has been checked. */
export function parsed<T>(name: SchemaName, stdout: string): T {
  const value: unknown = JSON.parse(stdout);
  const validate = validator(name);
  if (!validate(value))
    throw new Error(`the output does not fit schemas/${name}.json: ${JSON.stringify(validate.errors)}`);
  return value as T;
}
