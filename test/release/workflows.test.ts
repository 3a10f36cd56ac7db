/** What GitHub runs for us: only what is pinned, with no more rights than the job needs. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

interface Job {
  readonly needs?: string | readonly string[];
  readonly permissions?: Readonly<Record<string, string>>;
  readonly 'timeout-minutes'?: number;
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions?: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const FOLDER = '.github/workflows';
const workflows = readdirSync(FOLDER).map((name) => {
  const text = readFileSync(`${FOLDER}/${name}`, 'utf8');
  const { permissions = {}, jobs } = parse(text) as Workflow;
  return { name, text, permissions, jobs: Object.entries(jobs) };
});
const release = workflows.find(({ name }) => name === 'release.yml');

describe.each(workflows)('$name', ({ text, permissions, jobs }) => {
  const steps = jobs.flatMap(([, job]) => job.steps);

  test('runs actions by commit, with their version beside it', () => {
    const uses = [...text.matchAll(/uses: (.*)/g)].map(([, action = '']) => action);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((action) => !/^[\w-]+\/[\w-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  });

  test('gives nobody more than to read, unless a job says so itself', () => {
    expect(Object.values(permissions).filter((right) => right !== 'read')).toEqual([]);
  });

  test('ends by itself', () => {
    expect(jobs.filter(([, job]) => job['timeout-minutes'] === undefined).map(([name]) => name)).toEqual([]);
  });

  test('leaves no credentials in the working copy', () => {
    const checkouts = steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'));
    expect(checkouts.filter((step) => step.with?.['persist-credentials'] !== false)).toEqual([]);
  });

  test('puts no expression into a script, where its value could be one', () => {
    expect(steps.flatMap(({ run = '' }) => run.match(/\$\{\{.*?\}\}/g) ?? [])).toEqual([]);
  });

  test('waits for jobs that there are', () => {
    const names = jobs.map(([name]) => name);
    expect(jobs.flatMap(([, { needs = [] }]) => [needs].flat()).filter((name) => !names.includes(name))).toEqual([]);
  });
});

describe('a release', () => {
  const job = (name: string) => release?.jobs.find(([key]) => key === name)?.[1];

  test('is published to npm by a job that runs nothing of the repository, by OIDC and with provenance', () => {
    const { permissions, steps = [] } = job('npm') ?? {};
    expect(permissions).toEqual({ 'id-token': 'write' });
    expect(steps.filter(({ uses }) => uses?.startsWith('actions/checkout@'))).toEqual([]);
    expect(steps.flatMap(({ run }) => run ?? [])).toEqual(['npm publish ./create-irsa-*.tgz --access public --provenance']);
  });

  test('is packed by a job that may only read, after every test', () => {
    const { permissions, steps = [] } = job('package') ?? {};
    expect(permissions).toEqual({ contents: 'read' });
    expect(steps.map(({ run = '' }) => run).join('\n')).toMatch(/npm test\n[^]*npm run check\n[^]*npm run sbom\n[^]*npm pack\n/);
  });

  test('has an image with provenance and an SBOM', () => {
    const push = job('image')?.steps.find(({ uses }) => uses?.startsWith('docker/build-push-action@'));
    expect(push?.with).toMatchObject({ push: true, provenance: 'mode=max', sbom: true });
  });

  test('keeps no token of npm anywhere', () => expect(release?.text).not.toMatch(/NPM_TOKEN|NODE_AUTH_TOKEN/));
});
