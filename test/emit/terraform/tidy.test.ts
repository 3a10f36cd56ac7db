import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { spell, spellKey } from '../../../src/emit/terraform/hcl.ts';
import { tidy } from '../../../src/emit/terraform/tidy.ts';
import { judged } from '../../support/terraform/available.ts';
import { fmtDiff } from './fmt.ts';
import { literal, value } from './values.ts';

describe('tidy', () => {
  test('indents by bracket depth', () => {
    expect(tidy('a {\nb = f({\nc = [\n1,\n]\n})\n}')).toBe('a {\n  b = f({\n    c = [\n      1,\n    ]\n  })\n}\n');
  });

  test('aligns definitions that follow each other and end on their line', () => {
    expect(tidy('x {\na = 1\nlonger = 2\nmap = {\nb = 1\n}\nlast = 3\n\nalone = 4\n# why\nz = 5\n}')).toBe(
      [
        'x {',
        '  a      = 1',
        '  longer = 2',
        '  map = {',
        '    b = 1',
        '  }',
        '  last = 3',
        '',
        '  alone = 4',
        '  # why',
        '  z = 5',
        '}',
        '',
      ].join('\n'),
    );
  });

  test('takes the = of a definition, not that of a comparison or a string', () => {
    expect(tidy('a {\n"k = 1" = x == y\nb=c >= d\n}')).toBe('a {\n  "k = 1" = x == y\n  b       = c >= d\n}\n');
  });

  test('keeps at most one blank line, and none at the edge of a block or file', () => {
    expect(tidy('\n\na {\n\nb = 1\n\n\n\nc = 2\n\n}\n\n\n')).toBe('a {\n  b = 1\n\n  c = 2\n}\n');
    expect(tidy('\n \n')).toBe('');
  });

  test('sees no brackets in strings, interpolations and comments', () => {
    expect(tidy('a {\nb = "{[("\nc = "${x["}"]}{"\nd = "$${{"\n# {\ne = 1 # [\n// (\nf = "\\"{"\n}')).toBe(
      ['a {', '  b = "{[("', '  c = "${x["}"]}{"', '  d = "$${{"', '  # {', '  e = 1 # [', '  // (', '  f = "\\"{"', '}', ''].join('\n'),
    );
  });

  test('copies heredocs of user templates as they are', () => {
    const heredoc = 'a {\n  b = <<-EOT\n      {  x=1\n\n\n    EOT\n  c = 1\n}\n';
    expect(tidy(heredoc)).toBe(heredoc);
  });

  test('changes nothing on a second run', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a {', '}', 'b = 1', 'ccc = [', ']', '', '# x', '"k" = "v"', '  d   =   {', 'e = f(1)', '1,')),
        (lines) => {
          const once = tidy(lines.join('\n'));
          expect(tidy(once)).toBe(once);
        },
      ),
    );
  });
});

judged('terraform fmt', () => {
  test('finds nothing to change in generated values', () => {
    const definitions = fc.array(fc.tuple(literal, value), { minLength: 20, maxLength: 60 });
    const hundreds = fc.array(definitions, { minLength: 10, maxLength: 10 });
    fc.assert(
      fc.property(hundreds, (files) => {
        const contents = files.map((entries, i) => ({
          path: `${i}.tf`,
          content: tidy(`locals {\nx = {\n${entries.map(([key, item]) => `${spellKey(key)} = ${spell(item)}`).join('\n')}\n}\n}`),
        }));
        expect(fmtDiff(contents)).toBe('');
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  test('finds nothing to change in what a user template may hold', () => {
    const content = tidy(
      [
        'a "b" {',
        'x=1',
        'long  =   <<-EOT',
        '  text = {',
        'EOT',
        'y = [for k, v in z : k if v == 1]',
        'zz = f({',
        'q = 1',
        '})',
        '// c',
        'w = !true',
        '}',
      ].join('\n'),
    );
    expect(fmtDiff([{ path: 'x.tf', content }])).toBe('');
  });
});
