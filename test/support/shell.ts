/** Shell text, judged by bash itself, where every program that it names only writes down how it is called. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { temporaryFolder } from './temporary-folder.ts';

export interface ScriptRun {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What programs were called with, word by word; the script's folder reads `@here`. */
  readonly calls: readonly (readonly string[])[];
  /** The KUBECONFIGs that were read or written. */
  readonly kubeconfigs: readonly string[];
}

/** Whatever a script of ours, or a hostile value in one, might call. */
const RECORDED = ['eksctl', 'kubectl', 'aws', 'terraform', 'tofu', 'helm', 'id', 'touch', 'mktemp', 'rm'];

/** A record ends with \x01 and its words with \x02, so that any word can be told from its neighbours. */
const RECORDER = `#!/usr/bin/env bash
{ printf '%s\\002' "\${0##*/}" "$@"; printf '\\001'; } >>"$LOG"
case "\${0##*/} $2" in kubectl* | *write-kubeconfig) printf '%s\\n' "$KUBECONFIG" >>"$LOG.kubeconfigs" ;; esac
if [ "\${0##*/}" = mktemp ]; then printf '%s' "\${0%/*}/own"; fi
if [ "\${0##*/} $1" = "kubectl get" ]; then printf '%s' "$ANNOTATION"; fi
if [ "\${0##*/} $1" = "aws sts" ]; then printf '%s' "$ACCOUNT"; fi
if [ "\${0##*/} $2" = "aws list-pod-identity-associations" ]; then printf '%s' "$ASSOCIATIONS"; fi
if [ "\${0##*/} $1 $2" = "eksctl get cluster" ] && [ -n "$NO_CLUSTER" ]; then
  printf '%s\\n' "$NO_CLUSTER" >&2
  exit "$NO_CLUSTER_CODE"
fi
if [ "\${0##*/} $1 $2" = "eksctl get cluster" ]; then echo "production 1.33 ACTIVE"; fi
`;

export const hasBash = spawnSync('bash', ['--version']).error === undefined;

export const isBash = (text: string): boolean => spawnSync('bash', ['-n'], { input: text }).status === 0;

let bench: string | undefined;

/** One folder for all runs of a file: making one is dearer than running a script. */
function recorders(): string {
  if (bench !== undefined) return bench;
  bench = temporaryFolder();
  for (const program of RECORDED) {
    writeFileSync(join(bench, program), RECORDER);
    chmodSync(join(bench, program), 0o755);
  }
  return bench;
}

export interface World {
  /** What `kubectl get` prints. */
  readonly annotation?: string;
  /** Whose credentials these are. */
  readonly account?: string;
  /** How many associations EKS has for any ServiceAccount. */
  readonly associations?: string;
  /** Why `eksctl get cluster` fails. */
  readonly noCluster?: { readonly says: string; readonly code: number };
}

export function runScript(
  text: string,
  argv: readonly string[],
  { annotation = 'arn:aws:iam::111122223333:role/production-orders', account = '111122223333', associations = '0', noCluster }: World = {},
): ScriptRun {
  const folder = recorders();
  const [script, log] = [join(folder, 'commands.sh'), join(folder, 'calls')];
  writeFileSync(script, text);
  for (const file of [log, `${log}.kubeconfigs`]) writeFileSync(file, '');
  const { status, stdout, stderr } = spawnSync('bash', [script, ...argv], {
    encoding: 'utf8',
    cwd: '/',
    env: {
      PATH: [folder, process.env['PATH']].join(delimiter),
      LOG: log,
      ANNOTATION: annotation,
      ACCOUNT: account,
      ASSOCIATIONS: associations,
      NO_CLUSTER: noCluster?.says ?? '',
      NO_CLUSTER_CODE: String(noCluster?.code ?? 0),
      KUBECONFIG: '/nowhere',
    },
  });
  const portable = (word: string): string => word.replaceAll(folder, '@here');
  const kubeconfigs = new Set(readFileSync(`${log}.kubeconfigs`, 'utf8').split('\n').slice(0, -1).map(portable));
  const calls = callsIn(log).map((words) => words.map(portable));
  return { status, stdout: portable(stdout), stderr: portable(stderr), calls, kubeconfigs: [...kubeconfigs] };
}

const callsIn = (log: string): string[][] =>
  (existsSync(log) ? readFileSync(log, 'utf8') : '')
    .split('\u0001')
    .slice(0, -1)
    .map((record) => record.split('\u0002').slice(0, -1));
