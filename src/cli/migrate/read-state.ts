/** What the state holds: from a file, from a pipe, or by running the user's own Terraform. */
import { dirname, resolve } from 'node:path';
import { firstError, output } from '../../aws/program.ts';
import { runFolder } from '../../plan/terraform-command.ts';
import { APP_FOLDER } from '../../plan/terraform/stacks.ts';
import { error, type Outcome, type Problem } from '../../problem.ts';
import { resourcesIn, type StateResource } from '../../repo/terraform-json.ts';
import type { Spec } from '../../spec/spec.ts';
import { isGiven, valueOf, type Arguments } from '../arguments.ts';
import { readJson } from '../explain/read-data.ts';
import type { Asked } from './target.ts';

export interface ReadState {
  /** Where it was read from, as the user would name it. */
  readonly file: string;
  readonly resources: readonly StateResource[];
}

/** @returns nothing, and no problem, where no state was named */
export const readState = async ({ args, planned, source }: Asked): Promise<Outcome<ReadState>> =>
  stateFrom(args, commandOf(planned.spec), dirname(resolve(source.file)));

/** @param command what `--terraform` runs, in a folder below `base` */
export async function stateFrom(args: Arguments, command: ShowCommand, base: string): Promise<Outcome<ReadState>> {
  const file = valueOf(args, 'state');
  if (file !== undefined) {
    const read = readJson(file, 'what `terraform show -json` prints');
    return 'code' in read ? { problems: [read] } : stateIn(read.json, file === '-' ? 'standard input' : file);
  }
  return isGiven(args, 'terraform') ? shownBy(command, base) : { problems: [] };
}

interface ShowCommand {
  readonly program: string;
  readonly folder: string;
}

/** Where it is planned and applied. */
function commandOf(spec: Spec): ShowCommand {
  const { engine, layout, caller, format, directory } = spec.terraform;
  if (layout === 'module' && caller.name === 'terragrunt') return { program: 'terragrunt', folder: directory };
  const program = engine.name === 'opentofu' ? 'tofu' : 'terraform';
  return { program, folder: format === 'cdktf' ? `${APP_FOLDER}/cdktf.out/stacks/irsa` : runFolder(spec) };
}

async function shownBy({ program, folder }: ShowCommand, base: string): Promise<Outcome<ReadState>> {
  const words = ['show', '-json'];
  const { code, out, err } = await output(program, words, { cwd: resolve(base, folder) });
  const command = `${program} ${words.join(' ')}`;
  if (code === 'missing') return { problems: [missing(program, folder)] };
  if (code !== 0) return { problems: [failed(command, folder, err)] };
  try {
    return stateIn(JSON.parse(out), command);
  } catch {
    return { problems: [failed(command, folder, 'what it printed is not JSON')] };
  }
}

function stateIn(json: unknown, file: string): Outcome<ReadState> {
  const resources = resourcesIn(json);
  return resources === undefined ? { problems: [notShown(file)] } : { value: { file, resources }, problems: [] };
}

const notShown = (file: string): Problem => ({
  ...error(
    'terraform-json-not-read',
    [],
    'This is no state as `terraform show -json` prints it.',
    'Run `terraform show -json > state.json` in the root module: a terraform.tfstate is something else.',
  ),
  file,
});

const missing = (program: string, folder: string): Problem =>
  error(
    'terraform-missing',
    [],
    `--terraform runs \`${program}\` in ${folder}, and there is no such program, or no such folder.`,
    `Install it, or run \`${program} show -json > state.json\` where it is, and name that by --state.`,
  );

const failed = (command: string, folder: string, err: string): Problem =>
  error(
    'terraform-refused',
    [],
    `\`${command}\` failed in ${folder}: ${firstError(err)}.`,
    'See that it runs there (`terraform init`, the credentials of the backend), then try again.',
  );
