/** MAC addresses that are made of an IPv4 address. */

/** `192.168.1.11` -> `0a:0a:c0:a8:01:0b`, the rule of OpenShift SDN (and of CIS for Cilium). */
export function macOfAddress(ipv4: string): string {
  const octets = ipv4.split('.').map((octet) => Number(octet).toString(16).padStart(2, '0'));
  return ['0a', '0a', ...octets].join(':');
}
