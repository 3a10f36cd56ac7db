/** The image holds the package and Node, and runs as nobody in particular. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const lines = readFileSync('Dockerfile', 'utf8').replaceAll('\\\n', '').split('\n');
const stages = lines
  .join('\n')
  .split(/^FROM /m)
  .slice(1);
const of = (stage: string, instruction: string): string[] =>
  stage.split('\n').flatMap((line) => (line.startsWith(`${instruction} `) ? [line.slice(instruction.length + 1)] : []));
const [build = '', image = ''] = stages;

describe('the image', () => {
  test('takes from the build what npm packs, and nothing else', () => {
    expect(stages).toHaveLength(2);
    expect(of(build, 'RUN').join('\n')).toMatch(/npm run build && npm run sbom && npm pack/);
    expect(of(image, 'COPY')).toEqual(['--from=build /package /opt/create-irsa']);
  });

  test('runs the program, without privileges', () => {
    expect(of(image, 'USER')).toEqual(['node']);
    expect(of(image, 'ENTRYPOINT')).toEqual(['["create-irsa"]']);
  });

  test('has no package manager', () => expect(of(image, 'RUN').join('\n')).toMatch(/rm -rf .*node_modules .*npm .*corepack .*yarn/));

  test('is built of files that are there and that .dockerignore lets in', () => {
    const allowed = readFileSync('.dockerignore', 'utf8').split('\n').filter(Boolean);
    const copied = of(build, 'COPY').flatMap((words) => words.split(/\s+/).slice(0, -1));
    expect(copied.length).toBeGreaterThan(8);
    expect(copied.filter((path) => !existsSync(path) || !allowed.includes(`!${path}`))).toEqual([]);
    expect(allowed.filter((path) => path !== '*' && !copied.includes(path.slice(1)))).toEqual([]);
  });
});
