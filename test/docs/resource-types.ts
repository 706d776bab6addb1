/** What the compiler knows of the catalogue: doc comments, and the types of properties. */
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface PropertyType {
  readonly name: string;
  /** As a reader would write it, `'yes' | 'no'`. */
  readonly type: string;
  readonly optional: boolean;
  readonly about: string;
}

export interface ResourceType {
  readonly path: string;
  /** File below `src/resources`. */
  readonly file: string;
  readonly about: string;
  readonly example: string | undefined;
  readonly properties: readonly PropertyType[];
}

function options(): ts.CompilerOptions {
  const config = ts.readConfigFile(`${root}tsconfig.base.json`, ts.sys.readFile);
  const { compilerOptions } = config.config as { compilerOptions: object };
  const parsed = ts.convertCompilerOptionsFromJson(compilerOptions, root);
  return { ...parsed.options, noEmit: true, skipLibCheck: true };
}

class Reader {
  readonly #checker: ts.TypeChecker;

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  text(type: ts.Type): string {
    if (type.isUnion()) {
      const parts = type.types.filter((one) => (one.flags & ts.TypeFlags.Undefined) === 0);
      if (parts.length > 0 && parts.every((one) => (one.flags & ts.TypeFlags.BooleanLiteral) !== 0)) return 'boolean';
      // The compiler's own order follows from what it saw first, in any file.
      return parts
        .map((one) => this.text(one))
        .sort()
        .join(' | ');
    }
    if (type.isStringLiteral()) return `'${type.value}'`;
    if (this.#checker.isArrayType(type)) {
      const [element] = this.#checker.getTypeArguments(type as ts.TypeReference);
      const inner = element === undefined ? 'unknown' : this.text(element);
      return / /.test(inner) && !inner.startsWith('{') ? `(${inner})[]` : `${inner}[]`;
    }
    const name = type.symbol?.name;
    if (name !== undefined && !name.startsWith('__') && (type.flags & ts.TypeFlags.Object) !== 0) return name;
    if ((type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0) return this.#object(type);
    return this.#checker.typeToString(type);
  }

  #object(type: ts.Type): string {
    const keys = this.#checker.getPropertiesOfType(type).map((property) => {
      const optional = (property.flags & ts.SymbolFlags.Optional) !== 0 ? '?' : '';
      return `${property.name}${optional}: ${this.text(this.#checker.getTypeOfSymbol(property))}`;
    });
    return keys.length === 0 ? 'object' : `{ ${keys.join('; ')} }`;
  }

  #inside(type: ts.Type, ...keys: readonly string[]): ts.Type | undefined {
    return keys.reduce<ts.Type | undefined>((at, key) => {
      const property = at === undefined ? undefined : this.#checker.getPropertyOfType(at, key);
      return property === undefined ? undefined : this.#checker.getTypeOfSymbol(property);
    }, type);
  }

  properties(resource: ts.Type): PropertyType[] {
    const [signature] = this.#inside(resource, 'schema')?.getCallSignatures() ?? [];
    if (signature === undefined) throw new Error('a resource without a schema');
    return this.#checker.getPropertiesOfType(signature.getReturnType()).map((property) => {
      const output = this.#inside(this.#checker.getTypeOfSymbol(property), '_zod', 'output');
      if (output === undefined) throw new Error(`${property.name} is no schema`);
      return {
        name: property.name,
        type: this.text(output),
        optional: output.isUnion() && output.types.some((one) => (one.flags & ts.TypeFlags.Undefined) !== 0),
        about: ts.displayPartsToString(property.getDocumentationComment(this.#checker)),
      };
    });
  }

  /** The resource that a variable of a source file declares, if it does. */
  resource(file: ts.SourceFile, declaration: ts.VariableDeclaration): ResourceType | undefined {
    const type = this.#checker.getTypeAtLocation(declaration);
    const path = this.#inside(type, 'path');
    const symbol = this.#checker.getSymbolAtLocation(declaration.name);
    if (path?.isStringLiteral() !== true || this.#inside(type, 'schema') === undefined || symbol === undefined) {
      return undefined;
    }
    const example = symbol.getJsDocTags(this.#checker).find(({ name }) => name === 'example');
    return {
      path: path.value,
      file: file.fileName.slice(file.fileName.indexOf('src/resources/') + 'src/resources/'.length),
      about: ts.displayPartsToString(symbol.getDocumentationComment(this.#checker)),
      example: example === undefined ? undefined : ts.displayPartsToString(example.text),
      properties: this.properties(type),
    };
  }
}

/** Every resource of `src/resources`, by its path. */
export function resourceTypes(): ReadonlyMap<string, ResourceType> {
  const all = ts.createProgram([`${root}src/resources/tree.ts`], options());
  const reader = new Reader(all.getTypeChecker());
  const found = new Map<string, ResourceType>();
  for (const file of all.getSourceFiles()) {
    if (!file.fileName.includes('src/resources/') || file.fileName.endsWith('tree.ts')) continue;
    for (const statement of file.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const declaration of statement.declarationList.declarations) {
        const resource = reader.resource(file, declaration);
        if (resource !== undefined) found.set(resource.path, resource);
      }
    }
  }
  return found;
}
