import { createRequire } from 'node:module';

/** What is used of WebAssembly; its types are those of browsers. */
interface Wasm {
  Module: { new (bytes: Uint8Array): object; imports(module: object): readonly { readonly name: string }[] };
  Instance: new (module: object, imports: object) => { readonly exports: Parser };
}
interface Parser {
  readonly memory: { readonly buffer: ArrayBuffer };
  /** 2 is for replies. */
  llhttp_alloc(type: 2): number;
  malloc(bytes: number): number;
  llhttp_execute(parser: number, at: number, length: number): number;
}

/** The parser of undici 7, as WebAssembly. */
const PARSER = 'undici/lib/llhttp/llhttp_simd-wasm.js';

/** Enough of them for V8 to think that there will be more; Node 20 needs one, 22 to 26 up to ten. */
const REPLIES = `HTTP/1.1 200 OK\r\nserver: ${'x'.repeat(400)}\r\ncontent-length: 2\r\n\r\n{}`.repeat(30);

/** Kept, because V8 forgets the code of a module that nobody holds. */
let module: object | undefined;

/**
 * V8 optimises undici's parser in the background once a few replies have gone through it, for a tenth of a second, and no
 * process ends before that is done: a script that asks one thing would be held up after its last line. So the parser gets
 * its first replies here, and is optimised while the rest of undici is being loaded; V8 keeps one code for the same bytes.
 *
 * False for an undici that looks different inside: a script then ends a little later, and all else is the same.
 */
export function warmUpParser(): boolean {
  if (module !== undefined) return true;
  try {
    const { Module, Instance } = Reflect.get(globalThis, 'WebAssembly') as Wasm;
    const compiled = new Module(createRequire(import.meta.url)(PARSER) as Uint8Array);
    const env = Object.fromEntries(Module.imports(compiled).map(({ name }) => [name, () => 0]));
    const { exports: parser } = new Instance(compiled, { env });
    const handle = parser.llhttp_alloc(2);
    const at = parser.malloc(REPLIES.length);
    new Uint8Array(parser.memory.buffer, at, REPLIES.length).set(Buffer.from(REPLIES, 'latin1'));
    parser.llhttp_execute(handle, at, REPLIES.length);
    module = compiled;
    return true;
  } catch {
    return false;
  }
}
