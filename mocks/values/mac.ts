/** A MAC address as the device prints it: lower case, colons, two digits an octet. `undefined` when it is none. */
export function parseMac(text: string): string | undefined {
  const octets = text.trim().split(/[:-]/);
  if (octets.length !== 6 || !octets.every((octet) => /^[0-9a-fA-F]{1,2}$/.test(octet))) return undefined;
  return octets.map((octet) => octet.toLowerCase().padStart(2, '0')).join(':');
}
