/** A property's name as tmsh has it: `load-balancing-mode`. */
export function dashed(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** A key as REST has it; keys sent with dashes are accepted. */
export function camelCase(key: string): string {
  return key.includes('-') ? key.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()) : key;
}
