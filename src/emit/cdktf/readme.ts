/** What a reader of the app's folder has to know. */
import { COMMAND_LINE } from '../../plan/terraform/stacks.ts';
import type { Library } from './manifests.ts';

/** @param stacks ids, in the order in which they are deployed */
export function readme(library: Library, stacks: readonly string[]): string {
  const deploy = `${COMMAND_LINE[library]} deploy ${stacks.join(' ')}`;
  return [
    '# Roles for pods, as an app of CDK for Terraform',
    '',
    'The Terraform of the spec as constructs. Nothing here depends on create-irsa.',
    '',
    ...shell('npm install', 'npm test', deploy),
    '',
    `Without that command line: \`npm run synth\`, then Terraform in ${each(stacks, (id) => `cdktf.out/stacks/${id}`, ', then in ')}.`,
    '',
    '- `plan.ts`: everything that was decided, as data: the blocks of each stack.',
    '- `src/`: `IrsaStack`, and one construct for each kind of block that the plan has.',
    '- `main.ts`: what cdktf runs.',
    `- ${each(stacks, (id) => `test/${id}.tf.json`, ' and ')}: the Terraform itself, to be reviewed. \`npm test\` fails if a stack says anything else.`,
    ...(stacks.length === 1
      ? []
      : [
          '',
          `\`${stacks[1]}\` is what is made in Kubernetes, in clusters that \`${stacks[0]}\` makes: it is planned when these are there.`,
        ]),
    '',
    '## State, and constructs of your own',
    '',
    'State is kept in this folder. For a backend of yours, and for what the stack should hold beside ours, write an entry of your own next to `main.ts`: files without our header are never touched.',
    '',
    '```ts',
    ...ownEntry(stacks),
    '```',
    '',
    ...shell(`${deploy} --app 'npm run --silent build && node dist/deploy.js'`),
    '',
    '## Without create-irsa',
    '',
    'Take the headers off the files, and it is code of yours like any other.',
    '',
  ].join('\n');
}

const shell = (...commands: readonly string[]): string[] => ['```sh', ...commands, '```'];

const each = (stacks: readonly string[], say: (id: string) => string, between: string): string =>
  stacks.map((id) => `\`${say(id)}\``).join(between);

function ownEntry(stacks: readonly string[]): string[] {
  const [first = '', second] = stacks;
  return [
    '// deploy.ts',
    "import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket/index.js';",
    "import { App, S3Backend } from 'cdktf';",
    "import { plan } from './plan.ts';",
    "import { IrsaStack } from './src/irsa-stack.ts';",
    '',
    'const app = new App();',
    ...stack('irsa', first),
    '// aws_s3_bucket.orders, for a grant that refers to it',
    "new S3Bucket(irsa, 'orders', { bucket: 'my-orders' });",
    ...(second === undefined ? [] : ['', ...stack('kubernetes', second), 'kubernetes.addDependency(irsa);']),
    '',
    'app.synth();',
  ];
}

const stack = (name: string, id: string): string[] => [
  `const ${name} = new IrsaStack(app, '${id}', plan${/^\w+$/.test(id) ? `.${id}` : `['${id}']`});`,
  `new S3Backend(${name}, { bucket: 'my-terraform-state', key: '${id}.tfstate', region: 'us-east-1' });`,
];
