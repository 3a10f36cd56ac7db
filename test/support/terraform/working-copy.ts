/** The copy of a configuration that terraform works in. */
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const STATE = /\.tfstate$/;
const LEFT_BEHIND = /^(\.terraform|\.git|node_modules|.*\.tfstate(\..*)?|.*\.tfplan)$/;

/** Copies what terraform reads over what an earlier run left, all but its state. */
export function copyConfiguration(from: string, to: string): void {
  for (const old of readdirSync(to)) if (!STATE.test(old)) rmSync(join(to, old), { recursive: true });
  cpSync(from, to, { recursive: true, filter: (file) => file === from || !LEFT_BEHIND.test(basename(file)) });
}

/** A plan needs its backend: whatever the configuration says, state stays in a file here. */
export const useLocalBackend = (folder: string): void =>
  writeFileSync(join(folder, 'judge_override.tf'), 'terraform {\n  backend "local" {}\n}\n');

/** Rewrites a file, if there is one. @returns its text before, or '' */
export function rewrite(file: string, change?: (text: string) => string): string {
  if (!existsSync(file)) return '';
  const text = readFileSync(file, 'utf8');
  if (change) writeFileSync(file, change(text));
  return text;
}

export interface InstalledModule {
  /** `irsa_external_dns`, with dots for nested calls. */
  readonly key: string;
  readonly source: string;
  readonly version: string;
}

/** The registry modules that init installed. */
export function installedModules(folder: string): readonly InstalledModule[] {
  const manifest = rewrite(join(folder, '.terraform', 'modules', 'modules.json'));
  if (manifest === '') return [];
  const { Modules } = JSON.parse(manifest) as { Modules: { Key: string; Source: string; Version?: string }[] };
  return Modules.flatMap(({ Key, Source, Version }) => (Version ? [{ key: Key, source: Source, version: Version }] : []));
}
