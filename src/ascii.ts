/**
 * Whether a text is one line of what is seen in ASCII. Asked before a class of Unicode such as `\p{Cf}`, which nearly
 * no text has need of: V8 takes a third of a millisecond to compile one, as long as to print a file.
 */
export const isAscii = (text: string): boolean => /^[ -~]*$/.test(text);
