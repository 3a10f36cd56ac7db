/** Whatever a repository is made of: a scan ends, and every finding names a line that there is. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findingsIn } from '../support/findings-in.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';

const FIXTURES = join(import.meta.dirname, 'fixtures');

/** Blocks and documents of all fixtures, right and wrong ones. */
const pieces = (extension: string, between: string | RegExp): readonly string[] =>
  Object.entries(filesIn(FIXTURES)).flatMap(([path, text]) => (path.endsWith(extension) ? text.split(between) : []));

const blocks = pieces('.tf', /^(?=\w)/m);
const documents = pieces('.yaml', /^---\n/m);

/** A text of some of them, of which lines may be missing or come twice. */
const textOf = (parts: readonly string[], joined: string) =>
  fc
    .tuple(fc.array(fc.constantFrom(...parts), { maxLength: 6 }), fc.array(fc.tuple(fc.nat(40), fc.boolean()), { maxLength: 2 }))
    .map(([chosen, faults]) => {
      const lines = chosen.join(joined).split('\n');
      for (const [line, twice] of faults) lines.splice(line, twice ? 0 : 1, ...(twice ? [lines[line] ?? ''] : []));
      return lines.join('\n');
    });

test('there are pieces to make repositories of', () => {
  expect(readdirSync(FIXTURES).length).toBeGreaterThan(20);
  expect(blocks.length).toBeGreaterThan(60);
  expect(documents.length).toBeGreaterThan(10);
});

test('every finding stands on a line of a file', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(textOf(blocks, '\n'), textOf(blocks, '\n'), textOf(documents, '---\n'), async (root, module, manifests) => {
      const files = {
        'main.tf': `${root}\nmodule "local" {\n  source = "./local"\n}\n`,
        'local/main.tf': module,
        'k8s/all.yaml': manifests,
      };
      for (const { at, message, fix } of await findingsIn(temporaryFolder(files))) {
        found++;
        const lines = (files[at.file as keyof typeof files] ?? '').split('\n').length;
        expect({ at, isThere: at.line >= 1 && at.line <= lines }).toEqual({ at, isThere: true });
        expect(message).not.toMatch(/undefined|\[object/);
        expect(fix).toMatch(/\S/);
      }
    }),
    { numRuns: 60 },
  );
  expect(found).toBeGreaterThan(60);
});
