import { describe, expect, test } from '@jest/globals';
import { colorsFor } from '../../src/cli/colors.ts';
import { shown } from '../../src/cli/shown.ts';
import { hostileTexts } from '../support/hostile.ts';

describe('lines for people', () => {
  test.each([
    ['clears the screen', 'a\u001b[2Jb', 'a\\u001B[2Jb'],
    ['sets the title', '\u001b]0;x\u0007', '\\u001B]0;x\\u0007'],
    ['is a control of 8 bits', '\u009b2J', '\\u009B2J'],
    ['overwrites the line', 'safe\rx', 'safe\\u000Dx'],
    ['reverses the text', 'us\u202etset', 'us\\u202Etset'],
    ['hides', 'a\u200bb\u{e0041}', 'a\\u200Bb\\U000E0041'],
    ['conceals', '\u001b[8mx', '\\u001B[8mx'],
  ])('show what %s', (_, text, seen) => {
    expect(shown(text)).toBe(seen);
  });

  test('keep colours, tabs, lines and all scripts', () => {
    const { bold, dim, red, green, yellow, magenta, cyan } = colorsFor(true);
    const lines = [bold('a'), dim('b'), red('c'), green('d'), yellow('e'), magenta('f'), cyan('g'), '\té 東京 שלום 👋'].join('\n');
    expect(shown(lines)).toBe(lines);
  });

  test('hold nothing that a terminal obeys, whatever they say', () => {
    for (const text of hostileTexts) expect(shown(text)).not.toMatch(/(?![\n\t])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});
