/** The provider releases that a root module asks for where create-irsa writes its required_providers. */
import { satisfiable } from '../catalog/modules/versions.ts';
import type { ModuleUses } from './modules.ts';
import type { RepoFacts } from './repo-facts.ts';
import type { RequiredProvidersBlock } from './terraform/root-blocks.ts';

export interface Profile {
  readonly terraform: string;
  readonly aws: string;
}

const CURRENT: Profile = { terraform: '>= 1.5.7', aws: '>= 6.28, < 7.0' };
/** iam 5.x prints deprecation warnings under AWS provider 6, so it is paired with 5 where both are possible. */
const LEGACY: Profile = { terraform: '>= 1.3.2', aws: '>= 5.95, < 6.0' };

/** A root that holds to a release older than both keeps it. */
export function profileOf(constraints: readonly string[], current: boolean, locked: string | undefined): Profile {
  const [first, second] = current ? [CURRENT, LEGACY] : [LEGACY, CURRENT];
  const fitting = [first, second].find((profile) => satisfiable([...constraints, profile.aws]));
  if (fitting || !satisfiable(constraints)) return fitting ?? first;
  const [major, minor] = (locked ?? '').split('.');
  return {
    terraform: first.terraform,
    aws: locked === undefined ? [...new Set(constraints)].join(', ') : `>= ${major}.${minor}, < ${Number(major) + 1}.0`,
  };
}

/** hashicorp/helm 3.0 wrote its provider block anew. */
export type HelmLine = 2 | 3;

const HELM: Readonly<Record<HelmLine, string>> = { 2: '>= 2.9, < 3.0', 3: '>= 3.0, < 4.0' };

/** What the root demands, else what it has locked, else the newest: that is what `init` would take. */
export function helmLine({ requiredProviders, lockedProviders }: RepoFacts): HelmLine {
  const demanded = requiredProviders['helm']?.version ?? '>= 0';
  const locked = lockedProviders['helm'];
  const lines = ([3, 2] as const).filter((line) => satisfiable([demanded, HELM[line]]));
  return lines.find((line) => locked === undefined || satisfiable([HELM[line], `= ${locked}`])) ?? lines[0] ?? 3;
}

export const requiredProviders = (
  profile: Profile,
  uses: Pick<ModuleUses, 'kubernetes' | 'helm' | 'tls'>,
  line: HelmLine,
): RequiredProvidersBlock => ({
  kind: 'required-providers',
  requiredVersion: profile.terraform,
  providers: [
    { name: 'aws', source: 'hashicorp/aws', version: profile.aws },
    ...(uses.kubernetes ? [{ name: 'kubernetes', source: 'hashicorp/kubernetes', version: '>= 2.30, < 3.0' }] : []),
    ...(uses.helm ? [{ name: 'helm', source: 'hashicorp/helm', version: HELM[line] }] : []),
    ...(uses.tls ? [{ name: 'tls', source: 'hashicorp/tls', version: '>= 4.0, < 5.0' }] : []),
  ],
});
