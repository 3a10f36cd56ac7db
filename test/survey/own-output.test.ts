/** What create-irsa itself writes has nothing to be found in, also where its header is not looked at. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { withHeader } from '../../src/emit/header.ts';
import { sha256 } from '../../src/repo/digest.ts';
import { survey } from '../../src/repo/survey/survey.ts';
import { findingsOf } from '../../src/survey/all-findings.ts';
import { findingsIn } from '../support/findings-in.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const EXAMPLES = join(import.meta.dirname, '../../examples');
const examples = readdirSync(EXAMPLES, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []));

test.each(examples)('%s raises no alarm', async (name) => {
  const { inventory } = await survey(join(EXAMPLES, name));
  const alarms = findingsOf(inventory).filter(({ severity }) => severity !== 'note');
  expect(alarms.map(({ at, code }) => `${at.file}:${at.line} ${code}`)).toEqual([]);
});

describe('for a file of ours', () => {
  const content = readFileSync(join(import.meta.dirname, 'fixtures/policy-wildcard/bad/main.tf'), 'utf8');
  const ours = withHeader({ path: 'irsa-orders.tf', content, comments: 'hash' }, 'irsa.yaml', sha256);
  const codesIn = async (text: string) => (await findingsIn(temporaryFolder({ 'irsa-orders.tf': text }))).map(({ code }) => code);

  test('irsa.yaml answers, with accept', async () => {
    expect(await codesIn(ours)).toEqual([]);
  });

  test('nobody does once it was edited', async () => {
    expect(await codesIn(`${ours}# mine\n`)).toEqual(['policy-wildcard']);
  });
});
