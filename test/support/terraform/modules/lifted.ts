/** Modules that take any release of the AWS provider: to run 6.x ones on the provider at hand, which is older than they ask for. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Module } from './registry.ts';

const run = promisify(execFile);

/** Both `version = ">= 6.28"` beside the provider's source and its JSON. */
const CONSTRAINT = /((?:source\s*=\s*"hashicorp\/aws"\s*\n\s*version\s*=\s*)|(?:"source":\s*"hashicorp\/aws",\s*"version":\s*))"[^"]*"/g;

/** What 6.28 and newer are told of who calls them, and older ones do not know. */
const META = /\n *provider_meta "aws" \{[^}]*\}\n/g;

export const withoutConstraints = (modules: ReadonlyMap<string, Module>): ReadonlyMap<string, Module> =>
  new Map(
    [...modules].map(([address, module]) => [address, { ...module, archive: async (version) => lifted(await module.archive(version)) }]),
  );

async function lifted(archive: Buffer): Promise<Buffer> {
  const root = mkdtempSync(join(tmpdir(), 'irsa-lifted-'));
  try {
    const packed = join(root, 'module.tar.gz');
    writeFileSync(packed, archive);
    await run('tar', ['-C', root, '-xzf', packed]);
    rmSync(packed);
    for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
      if (!/\.tf(\.json)?$/.test(entry.name) || !entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      const text = readFileSync(file, 'utf8');
      const free = text.replaceAll(CONSTRAINT, '$1">= 4.0"').replaceAll(META, '\n');
      if (free !== text) writeFileSync(file, free);
    }
    const { stdout } = await run('tar', ['-C', root, '-cz', '.'], { encoding: 'buffer', maxBuffer: 1 << 28 });
    return stdout;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
