/** Addresses and ranges of them, IPv4 and IPv6. https://datatracker.ietf.org/doc/html/rfc4632 https://datatracker.ietf.org/doc/html/rfc4291 */

interface Address {
  readonly bits: number;
  readonly value: bigint;
}

/** Whether an address is in a range such as `10.0.0.0/8`; a range without length is one address. */
export function isInRange(range: string, address: string): boolean {
  const [start = '', length] = range.split('/');
  const [from, of] = [addressOf(start), addressOf(address)];
  if (from === undefined || of === undefined || from.bits !== of.bits) return false;
  const prefix = length === undefined ? from.bits : Number(length);
  if (!(prefix >= 0 && prefix <= from.bits && /^\d+$/.test(length ?? '0'))) return false;
  const rest = BigInt(from.bits - prefix);
  return from.value >> rest === of.value >> rest;
}

function addressOf(text: string): Address | undefined {
  const groups = text.includes(':') ? groupsOf(text) : undefined;
  if (groups !== undefined) return { bits: 128, value: groups.reduce((sum, group) => (sum << 16n) | BigInt(group), 0n) };
  const bytes = bytesOf(text);
  return bytes && { bits: 32, value: bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) };
}

function bytesOf(text: string): readonly number[] | undefined {
  const bytes = /^\d{1,3}(\.\d{1,3}){3}$/.test(text) ? text.split('.').map(Number) : [];
  return bytes.length === 4 && bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

/** Eight of 16 bits each: `::` once is as many zeros as are missing, and the last two may be written as IPv4. */
function groupsOf(text: string): readonly number[] | undefined {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':').flatMap(groupOf)));
  const [head = [], tail] = halves;
  const missing = 8 - head.length - (tail?.length ?? 0);
  if (halves.length > 2 || (tail === undefined ? missing !== 0 : missing < 1)) return undefined;
  const groups = [...head, ...Array<number>(missing).fill(0), ...(tail ?? [])];
  return groups.every((group) => group >= 0) ? groups : undefined;
}

function groupOf(text: string): number[] {
  const bytes = bytesOf(text);
  if (bytes) return [((bytes[0] ?? 0) << 8) | (bytes[1] ?? 0), ((bytes[2] ?? 0) << 8) | (bytes[3] ?? 0)];
  return [/^[\da-f]{1,4}$/i.test(text) ? Number.parseInt(text, 16) : -1];
}
