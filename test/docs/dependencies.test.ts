import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { page } from './markdown.ts';

const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly dependencies?: object;
  readonly devDependencies: Readonly<Record<string, string>>;
};
const text = page('docs/dependencies.md').text;
const [bundled = '', development = ''] = text.split('## Bundled')[1]?.split('## Development') ?? [];

/** Package → pin and licence, as a table says. */
const rows = (section: string): Record<string, { pin: string; reason: string; licence: string }> =>
  Object.fromEntries(
    [...section.matchAll(/^\| `([^`]+)` *\| ([^|]+)\| ([^|]+)\| [^|]+\| ([^|]+)\|$/gm)].map(
      ([, name = '', pin = '', reason = '', licence = '']) => [name, { pin: pin.trim(), reason: reason.trim(), licence: licence.trim() }],
    ),
  );

describe('docs/dependencies.md', () => {
  const all = { ...rows(bundled), ...rows(development) };

  test('names every package with its pin, and no other', () => {
    expect(Object.fromEntries(Object.entries(all).map(([name, { pin }]) => [name, pin]))).toEqual(manifest.devDependencies);
  });

  test('gives every package a reason', () => {
    expect(Object.entries(all).filter(([, { reason }]) => reason.length < 5)).toEqual([]);
  });

  test.each(Object.keys(manifest.devDependencies))('says the licence of %s', (name) => {
    const { license } = JSON.parse(readFileSync(join('node_modules', name, 'package.json'), 'utf8')) as { license: string };
    expect(all[name]?.licence).toBe(license);
    expect(license).not.toMatch(/GPL/);
  });

  test('calls bundled what the program imports', () => {
    expect(Object.keys(rows(bundled)).toSorted()).toEqual([...imported('src')].toSorted());
  });
});

test('the package has no runtime dependency', () => expect(manifest.dependencies).toBeUndefined());

function imported(folder: string): Set<string> {
  const packages = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .flatMap((entry) => [...readFileSync(join(entry.parentPath, entry.name), 'utf8').matchAll(/(?:from|import) '((?!node:|\.)[^']+)'/g)])
    .map(([, specifier = '']) =>
      specifier
        .split('/')
        .slice(0, specifier.startsWith('@') ? 2 : 1)
        .join('/'),
    );
  return new Set(packages);
}
