/** `create-irsa` in a folder, by flags or by the wizard with a script. */
import { parseArguments } from '../../../src/cli/arguments.ts';
import { askWith } from '../../../src/cli/ask.ts';
import { openDesk, run } from '../../../src/cli/commands/create.ts';
import { scriptedAsker, typing, type Line } from '../../support/scripted-asker.ts';
import { silentTerminal } from '../../support/silent-terminal.ts';

Object.assign(globalThis, { __VERSION__: '0.0.0-test' });

export const MAIN = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

module "eks" {
  source  = "terraform-aws-modules/eks/aws"
  version = "~> 20.0"
}
`;

/** With the flags, as typed. */
export async function create(folder: string, ...argv: string[]) {
  const args = parseArguments([folder, ...argv], () => true).value;
  if (args === undefined) throw new Error(`not a command line: ${argv.join(' ')}`);
  const terminal = silentTerminal();
  return { code: await run(args, terminal), told: terminal.told.join('\n') };
}

/** With the wizard. */
export async function ask(folder: string, script: readonly Line[], ...argv: string[]) {
  const args = parseArguments([folder, ...argv], () => true).value;
  const desk = args && (await openDesk(args)).value;
  if (args === undefined || desk === undefined) throw new Error('not a command line');
  const asker = scriptedAsker(script);
  const terminal = silentTerminal();
  const code = await askWith(asker, desk, args, terminal);
  return { code, told: terminal.told.join('\n'), asker };
}

/** All that the wizard asks in a folder with `MAIN`, for an add-on and an application. */
export const answers: readonly Line[] = [
  ['Its name in EKS', 'production'],
  ['Its region', 'us-east-1'],
  ['add-ons need', ['external-dns']],
  ['hosted zones', 'Z0123456789ABC, ref:aws_route53_zone.main.arn'],
  ['applications', 'my-app:production/my-app-sa'],
  ['What may my-app', [typing('s3:my-bucket')]],
  ['with the objects', 'More to say first'],
  ['with the objects', 'read-write'],
  ['anything more', ['prefix']],
  ['prefix', 'my-app/'],
];

export const FLAGS = ['--yes', '--cluster', 'production', '--region', 'us-east-1', '--add-on', 'external-dns.hostedZones=Z0123456789ABC'];
