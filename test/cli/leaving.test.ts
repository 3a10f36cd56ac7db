/** Ctrl-C, and what is there afterwards. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { CTRL_C, type Line } from '../support/scripted-asker.ts';
import { filesIn, temporaryFolder } from '../support/temporary-folder.ts';
import { answers, ask, MAIN } from './support/asking.ts';

const KEPT = '.create-irsa.draft.yaml';

/** The lines of the script that these questions take, in their order. */
function usedBy(questions: readonly string[]): readonly Line[] {
  const left = [...answers];
  return questions.flatMap((question) => {
    const at = left.findIndex(([words]) => question.includes(words));
    return at < 0 ? [] : left.splice(at, 1);
  });
}

test('wherever Ctrl-C is pressed, nothing is generated, and the next run goes on from there', async () => {
  const folder = temporaryFolder({ 'main.tf': MAIN });
  const { asker } = await ask(folder, answers, '--dry-run');
  const whole = asker.asked;
  for (const [at, question] of whole.entries()) {
    const script = usedBy(whole.slice(0, at));
    const left = await ask(folder, [...script, [question, CTRL_C]]);
    expect(left.code).toBe(130);
    expect(left.told).toContain('Nothing was written.');
    expect(Object.keys(filesIn(folder))).toEqual(at === 0 ? ['main.tf'] : [KEPT, 'main.tf']);
    if (at === 0) continue;
    const rest = answers.filter((line) => !script.includes(line));
    const resumed = await ask(folder, [['Go on from there', true], ...rest], '--dry-run');
    expect(resumed.asker.asked).toEqual(['You left a run here. Go on from there?', ...whole.slice(at)]);
    expect(Object.keys(filesIn(folder))).toEqual(['main.tf']);
  }
});

test('the answers are a file that people can read, and are gone once they are written', async () => {
  const folder = temporaryFolder({ 'main.tf': MAIN });
  const { told } = await ask(folder, [...answers, ['Write', CTRL_C]]);
  expect(told.replaceAll('\n', ' ')).toContain(`Your answers are kept in ${join(folder, KEPT)}: the same command goes on from there.`);
  expect(filesIn(folder)[KEPT]).toMatch(/^# Answers [\s\S]*- \{"question":"Its name in EKS","answer":"production"\}\n/);
  const { code } = await ask(folder, []);
  expect(code).toBe(0);
  expect(Object.keys(filesIn(folder))).not.toContain(KEPT);
  expect(filesIn(folder)['irsa.yaml']).toContain('my-app/');
});

test('starting over asks everything again', async () => {
  const folder = temporaryFolder({ 'main.tf': MAIN });
  await ask(folder, [...answers, ['Write', CTRL_C]]);
  const { asker } = await ask(folder, [['Go on from there', false], ...answers], '--dry-run');
  expect(asker.asked[1]).toBe('Which EKS cluster?');
});

test('declining to write keeps the answers too, and prints the line', async () => {
  const folder = temporaryFolder({ 'main.tf': MAIN });
  const { code, told } = await ask(folder, [...answers, ['Write', 'no']]);
  expect(code).toBe(0);
  expect(Object.keys(filesIn(folder))).toEqual([KEPT, 'main.tf']);
  expect(told).toContain('npx create-irsa');
});

test('a file of that name that is not ours stays as it is', async () => {
  for (const theirs of ['mine: true\n', '# Answers that were given to somebody else\n']) {
    const folder = temporaryFolder({ 'main.tf': MAIN, [KEPT]: theirs });
    const { told } = await ask(folder, [...answers, ['Write', CTRL_C]]);
    expect(told).toContain('could not be kept');
    expect(filesIn(folder)[KEPT]).toBe(theirs);
  }
});

test('kept answers that were edited into nonsense answer nothing', async () => {
  const folder = temporaryFolder({ 'main.tf': MAIN });
  await ask(folder, [...answers, ['Write', CTRL_C]]);
  const file = join(folder, KEPT);
  writeFileSync(file, readFileSync(file, 'utf8').replace('us-east-1', 'the moon'));
  const { asker } = await ask(folder, answers.slice(1), '--dry-run');
  expect(asker.asked[1]).toBe('Its region');
});
