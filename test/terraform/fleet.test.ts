/**
 * A fleet from end to end: generated and checked by the program, and one of its specs judged by the real
 * terraform. `CREATE_IRSA_FLEET=100` makes it a hundred clusters with a hundred apps each.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { makeFleet } from '../../bench/make-fleet.mjs';
import { temporaryFolder } from '../support/generate.ts';
import { runProgram } from '../support/program.ts';
import { judged } from '../support/terraform/available.ts';
import { judge } from '../support/terraform/judge.ts';

const SIZE = Number(process.env['CREATE_IRSA_FLEET'] ?? 10);

judged(`a fleet of ${SIZE} clusters with ${SIZE} apps each`, () => {
  test('is generated, found to be as it says, and one of its roots is valid', async () => {
    const top = temporaryFolder();
    const specs = makeFleet(top, SIZE, SIZE);
    expect(runProgram(top, 'generate', '--atlantis', 'atlantis.yaml', specs)).toMatchObject({
      code: 0,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`Wrote \\d+ files of ${SIZE} specs\\.\\n$`)),
    });
    expect(readdirSync(join(top, 'clusters/cluster-0')).filter((name) => name.startsWith('irsa-app-'))).toHaveLength(SIZE);
    expect(readFileSync(join(top, 'atlantis.yaml'), 'utf8').match(/^ {2}- name: /gm)).toHaveLength(SIZE);
    expect(runProgram(top, 'generate', '--check', '--atlantis', 'atlantis.yaml', specs)).toMatchObject({ code: 0 });

    const { failure, diagnostics } = await judge(join(top, `clusters/cluster-${SIZE - 1}`));
    expect(failure).toBeUndefined();
    expect(diagnostics).toEqual([]);
  }, 1_800_000);
});
