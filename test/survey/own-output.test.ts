/** What create-irsa itself writes has nothing to be found in, also where its header is not looked at. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { survey } from '../../src/repo/survey/survey.ts';
import { findingsOf } from '../../src/survey/all-findings.ts';
import { findingsIn } from '../support/findings-in.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');
const examples = readdirSync(EXAMPLES, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

/** Users' own files of an example that is about them: it begins with nodes whose role pods live on. */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  '18-leave-the-node-role': ['1-before/nodes.tf imds-hop-limit', '2-roles/nodes.tf imds-hop-limit', '3-detached/nodes.tf imds-hop-limit'],
};

describe.each(examples)('%s', (name) => {
  test('raises no alarm', async () => {
    const { inventory } = await survey(join(EXAMPLES, name));
    const alarms = findingsOf(inventory).filter(({ severity }) => severity !== 'note');
    expect(alarms.map(({ at, code }) => `${at.file} ${code}`)).toEqual(MEANT[name] ?? []);
  });
});

test('for what it writes, irsa.yaml answers: a note is kept for files of users', async () => {
  const found = await findingsIn(join(EXAMPLES, '18-leave-the-node-role'));
  expect(found.every(({ at }) => at.file.endsWith('nodes.tf'))).toBe(true);
});
