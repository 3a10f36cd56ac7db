/** `a,b` as a flag writes a list; a comma or backslash inside an item is written with a backslash. */
export function splitList(text: string): string[] {
  const items = [''];
  let escaped = false;
  for (const char of text) {
    if (!escaped && char === '\\') escaped = true;
    else if (!escaped && char === ',') items.push('');
    else {
      // A backslash before anything else stands for itself.
      const kept = escaped && char !== ',' && char !== '\\' ? `\\${char}` : char;
      items[items.length - 1] += kept;
      escaped = false;
    }
  }
  if (escaped) items[items.length - 1] += '\\';
  return items;
}

export const joinList = (items: readonly string[]): string => items.map((item) => item.replace(/[\\,]/g, '\\$&')).join(',');
