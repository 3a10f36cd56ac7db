const TOKEN =
  /\s*(?:(?<string>"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*")|(?<plain>-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)|(?<mark>[{}[\],:]))/uy;

type Expected = 'value' | 'first value' | 'key' | 'first key' | 'colon' | 'next' | 'nothing';

/** Where a text stops being JSON: V8 says so for some errors only. The end of the text, if it is cut off. */
export function jsonFault(text: string): number {
  const open: string[] = [];
  let expected: Expected = 'value';
  let end = 0;
  const after = (): Expected => (open.length > 0 ? 'next' : 'nothing');
  for (;;) {
    TOKEN.lastIndex = end;
    const groups = TOKEN.exec(text)?.groups;
    const start = end + (/^\s*/.exec(text.slice(end, end + 4_096))?.[0].length ?? 0);
    if (!groups) return start;
    const { mark } = groups;
    if (expected === 'value' || expected === 'first value') {
      if (mark === '{' || mark === '[') open.push(mark);
      if (mark === '{') expected = 'first key';
      else if (mark === '[') expected = 'first value';
      else if (mark === undefined) expected = after();
      else if (mark === ']' && expected === 'first value') {
        open.pop();
        expected = after();
      } else return start;
    } else if (expected === 'key' || expected === 'first key') {
      if (groups['string'] !== undefined) expected = 'colon';
      else if (mark === '}' && expected === 'first key') {
        open.pop();
        expected = after();
      } else return start;
    } else if (expected === 'colon' && mark === ':') expected = 'value';
    else if (expected === 'next' && mark === ',') expected = open.at(-1) === '{' ? 'key' : 'value';
    else if (expected === 'next' && mark !== undefined && mark === (open.at(-1) === '{' ? '}' : ']')) {
      open.pop();
      expected = after();
    } else return start;
    end = TOKEN.lastIndex;
  }
}
