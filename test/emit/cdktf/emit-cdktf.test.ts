import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { format } from 'prettier';
import { emitCdktf } from '../../../src/emit/cdktf/emit-cdktf.ts';
import type { OutFile } from '../../../src/emit/file-set.ts';
import { blockKinds } from '../../../src/emit/terraform/templates.ts';
import type { Block, BlockKind, TerraformPlan } from '../../../src/plan/terraform/blocks.ts';
import { filesOfApp, planOfApp } from '../../support/cdktf-app.ts';
import { everyBlock } from '../../support/terraform-plan.ts';

const every = everyBlock.files.flatMap((file) => file.blocks);
const rootOf = (blocks: readonly Block[]): TerraformPlan => ({ directory: '.', format: 'cdktf', files: [{ name: 'irsa.tf', blocks }] });
const ofKind = (kind: BlockKind) => every.filter((block) => block.kind === kind);

const textOf = (files: readonly OutFile[], path: string): string =>
  files.find((file) => file.path === `irsa/cdktf/${path}`)?.content ?? `there is no ${path}`;
const jsonOf = (files: readonly OutFile[], path: string) => JSON.parse(textOf(files, path)) as Record<string, unknown>;
const typescript = (files: readonly OutFile[]) => files.filter(({ path }) => path.endsWith('.ts'));

describe('the app', () => {
  test('is a folder beside the spec', async () => {
    const files = await filesOfApp(planOfApp(rootOf([...ofKind('namespace'), ...ofKind('role-iam-5')])));
    expect(files.map(({ path }) => path)).toEqual(
      [
        'README.md',
        '.gitignore',
        'package.json',
        'cdktf.json',
        'tsconfig.json',
        'plan.ts',
        'main.ts',
        'test/stacks.test.ts',
        'src/text.ts',
        'src/block-parts.ts',
        'src/blocks.ts',
        'src/kubernetes-blocks.ts',
        'src/module-inputs.ts',
        'src/role-blocks.ts',
        'src/constructs/namespace.ts',
        'src/constructs/role-iam-5.ts',
        'src/existing-provider.ts',
        'src/given.ts',
        'src/irsa-stack.ts',
        'src/kinds.ts',
        'src/module-call.ts',
        'src/spelling.ts',
        'src/synthesize-app.ts',
        'test/irsa.tf.json',
      ].map((path) => `irsa/cdktf/${path}`),
    );
  });

  test('has the code of our own stack, and all of it where the plan has every kind of block', async () => {
    const files = await filesOfApp(planOfApp(everyBlock));
    for (const path of ['irsa-stack.ts', 'constructs/policy-document.ts', 'constructs/provider-kubernetes.ts', 'spelling.ts']) {
      const ours = readFileSync(`src/stacks/${path}`, 'utf8').replace(
        /(\.\.\/)+(plan\/terraform|iam)\//g,
        path.includes('/') ? '../' : './',
      );
      expect(textOf(files, `src/${path}`)).toBe(ours);
    }
    expect(textOf(files, 'src/kinds.ts').match(/^ {2}.*,$/gm)).toHaveLength(blockKinds.length);
  });

  test('has no construct, type or function that its plan does not need', async () => {
    for (const kind of blockKinds) {
      const files = typescript(await filesOfApp(planOfApp(rootOf(ofKind(kind)))));
      expect(files.filter(({ path }) => path.includes('/constructs/')).map(({ path }) => path)).toEqual([
        `irsa/cdktf/src/constructs/${kind}.ts`,
      ]);
      const all = files.map(({ content }) => content).join('\n');
      const declared = [...all.matchAll(/^(?:export )?(?:const|function|class|interface|type) (\w+)/gm)].map(([, name]) => name ?? '');
      expect(declared.length).toBeGreaterThan(10);
      expect(declared.filter((name) => all.match(new RegExp(`(?<![\\w']|[^.]\\.)${name}\\b`, 'g'))!.length < 2)).toEqual([]);
    }
  });

  test('is laid out as Prettier would, with the settings of its package.json', async () => {
    for (const files of [await filesOfApp(planOfApp(everyBlock)), await filesOfApp(planOfApp(rootOf(ofKind('role-iam-6'))))]) {
      const settings = jsonOf(files, 'package.json')['prettier'] as object;
      // Of the characters in the hostile plan nobody agrees how wide they are.
      for (const { path, content } of typescript(files).filter((f) => f.path !== 'irsa/cdktf/plan.ts')) {
        expect([path, await format(content, { filepath: path, ...settings })]).toEqual([path, content]);
      }
      const readme = textOf(files, 'README.md');
      expect(await format(readme, { filepath: 'README.md', ...settings })).toBe(readme);
    }
  });

  test('needs nothing of create-irsa, and only the bindings of providers that it uses', async () => {
    const packages = async (kind: BlockKind) => jsonOf(await filesOfApp(planOfApp(rootOf(ofKind(kind)))), 'package.json')['dependencies'];
    expect(await packages('role-iam-5')).toEqual({ cdktf: '0.21.0', constructs: '10.7.2' });
    expect(await packages('policy')).toEqual({ '@cdktf/provider-aws': '21.22.1', cdktf: '0.21.0', constructs: '10.7.2' });
    expect(await packages('namespace')).toEqual({ '@cdktf/provider-kubernetes': '12.1.1', cdktf: '0.21.0', constructs: '10.7.2' });
  });

  test('takes the successor of cdktf by its old name, also for the bindings', async () => {
    const files = await filesOfApp(planOfApp({ ...rootOf([...ofKind('policy'), ...ofKind('namespace')]), cdktf: 'cdktn' }));
    const { devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as { devDependencies: Record<string, string> };
    const peers = { cdktf: '$cdktf', constructs: '$constructs' };
    expect(jsonOf(files, 'package.json')).toMatchObject({
      dependencies: { cdktf: devDependencies['cdktf'], constructs: devDependencies['constructs'] },
      overrides: { '@cdktf/provider-aws': peers, '@cdktf/provider-kubernetes': peers },
    });
    expect(textOf(files, 'README.md')).toContain('npx cdktn-cli@0.24 deploy irsa');
  });

  test('has nothing for cdktf to write into cdktf.json', async () => {
    expect(jsonOf(await filesOfApp(planOfApp(everyBlock)), 'cdktf.json')).toMatchObject({ projectId: 'irsa' });
  });

  test('is the same for the same plan', async () => {
    expect(await filesOfApp(planOfApp(everyBlock))).toEqual(await filesOfApp(planOfApp(structuredClone(everyBlock))));
  });

  test('has a stack for each root, and its Terraform to be reviewed', async () => {
    const files = await filesOfApp(planOfApp(rootOf(ofKind('policy')), rootOf(ofKind('namespace'))));
    expect(Object.keys(jsonOf(files, 'test/irsa.tf.json'))).toEqual(['resource']);
    expect(jsonOf(files, 'test/irsa-kubernetes.tf.json')).toMatchObject({ resource: { kubernetes_namespace_v1: {} } });
    expect(textOf(files, 'plan.ts')).toContain("Record<'irsa' | 'irsa-kubernetes', readonly Block[]>");
  });

  test('is not emitted without what its tests hold it against', () => {
    expect(() => emitCdktf(planOfApp(everyBlock))).toThrow('stack irsa is emitted with what stacks/synthesize.ts returns');
  });
});
