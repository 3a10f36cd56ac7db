/** What a reader of the app's folder has to know. */
import { COMMAND_LINE } from '../../plan/terraform/stacks.ts';
import type { Library } from './manifests.ts';

/** @param stacks ids, in the order in which they are deployed */
export function readme(library: Library, stacks: readonly string[]): string {
  const cli = COMMAND_LINE[library];
  const files = stacks.map((id) => `\`test/${id}.tf.json\``).join(' and ');
  return [
    '# Roles for pods, as an app of CDK for Terraform',
    '',
    'The Terraform of the spec as constructs. Nothing here depends on create-irsa.',
    '',
    '```sh',
    'npm install',
    'npm test',
    `${cli} deploy ${stacks.join(' ')}`,
    '```',
    '',
    `Without that command line: \`npm run synth\`, then Terraform in \`cdktf.out/stacks/${stacks[0]}\`.`,
    '',
    '| file | what it is |',
    '| --- | --- |',
    '| `plan.ts` | everything that was decided, as data: the blocks of each stack |',
    '| `src/` | `IrsaStack`, and one construct for each kind of block that the plan has |',
    '| `main.ts` | what cdktf runs |',
    `| ${files} | the Terraform itself, to be reviewed; \`npm test\` fails if a stack says anything else |`,
    '',
    ...(stacks.length < 2
      ? []
      : [
          `\`${stacks[1]}\` holds what Kubernetes needs of clusters that \`${stacks[0]}\` makes. It is planned when these are there: deploy \`${stacks[0]}\` first.`,
          '',
        ]),
    '## State, and constructs of your own',
    '',
    'State is kept in this folder. For a backend of yours, and for what the stack should hold beside ours, write an entry of your own next to `main.ts`; files without our header are never touched.',
    '',
    '```ts',
    '// deploy.ts',
    "import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';",
    "import { App, S3Backend } from 'cdktf';",
    "import { plan } from './plan.ts';",
    "import { IrsaStack } from './src/irsa-stack.ts';",
    '',
    'const app = new App();',
    ...stacks.flatMap((id, i) => {
      const stack = i === 0 ? 'irsa' : 'kubernetes';
      const blocks = /^\w+$/.test(id) ? `plan.${id}` : `plan['${id}']`;
      return [
        `const ${stack} = new IrsaStack(app, '${id}', ${blocks});`,
        `new S3Backend(${stack}, { bucket: 'my-terraform-state', key: '${id}.tfstate', region: 'us-east-1' });`,
      ];
    }),
    "new S3Bucket(irsa, 'orders', { bucket: 'my-orders' }); // aws_s3_bucket.orders, for grants that refer to it",
    'app.synth();',
    '```',
    '',
    '```sh',
    `${cli} deploy ${stacks.join(' ')} --app 'npm run --silent build && node dist/deploy.js'`,
    '```',
    '',
    '## Without create-irsa',
    '',
    'Take the headers off the files, and it is code of yours like any other.',
    '',
  ].join('\n');
}
