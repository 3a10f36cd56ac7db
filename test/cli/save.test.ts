import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { prepare, readSpec, type Generation } from '../../src/cli/generation.ts';
import { save } from '../../src/cli/save.ts';
import { silentTerminal } from '../support/silent-terminal.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';

const SPEC = `version: 1
clusters:
  production: { region: us-east-1 }
apps:
  my-app:
    namespace: production
    grants:
      - s3: { bucket: my-bucket, access: read }
`;

async function shown(folder: string): Promise<Generation> {
  const source = readSpec(folder);
  if ('code' in source) throw new Error(source.message);
  return prepare(source, {});
}

async function saved(generation: Generation) {
  const terminal = silentTerminal();
  const { code, problems } = await save([generation], { force: false, orphans: 'none', terminal });
  return { code, problems, told: terminal.told.join('\n') };
}

test('a file that came between showing and writing is a conflict, and nothing is written', async () => {
  const folder = temporaryFolder({ 'irsa.yaml': SPEC });
  const generation = await shown(folder);
  writeFileSync(join(folder, 'irsa-my-app.tf'), '# mine\n');
  expect(await saved(generation)).toMatchObject({
    code: 3,
    problems: [{ code: 'changed-meanwhile' }],
    told: expect.stringContaining('irsa-my-app.tf'),
  });
  expect(filesIn(folder)).toEqual({ 'irsa.yaml': SPEC, 'irsa-my-app.tf': '# mine\n' });
});

test('a disk that refuses is told of, and is no conflict', async () => {
  const folder = temporaryFolder({ 'irsa.yaml': SPEC });
  const generation = await shown(folder);
  rmSync(folder, { recursive: true });
  writeFileSync(folder, 'a file where the folder was');
  expect(await saved(generation)).toMatchObject({ code: 2, problems: [{ code: 'write-failed' }], told: expect.stringContaining('error') });
});
