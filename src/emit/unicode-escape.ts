/** A character as the code that HCL, and YAML in double quotes, have for it. */
export function unicodeEscape(char: string): string {
  const code = (char.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}
