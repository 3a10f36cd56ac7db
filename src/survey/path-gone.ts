/** Whether a call names a path that the release it gets does not have. Pure. */
import { compareVersions, parseConstraint, parseVersion, type Version } from '../catalog/modules/versions.ts';
import type { ModuleUse } from './inventory.ts';
import { addressOfCall, namesVersion } from './module-calls.ts';
import { movedModules, type MovedModule } from './moved-modules.ts';
import { knownText } from './written.ts';

export interface PathGone extends MovedModule {
  /** Of the releases: those that lack it. */
  readonly lacking: string;
}

export function pathGone(use: ModuleUse): PathGone | undefined {
  const address = addressOfCall(use);
  const range = rangeOf(use);
  if (range === undefined) return undefined;
  const [first, last] = [range.at(0), range.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  for (const moved of movedModules.filter((one) => one.address === address)) {
    const [gone, since] = [versionOf(moved.goneIn), versionOf(moved.since)];
    // Terraform takes the newest release that a constraint allows.
    if (gone !== undefined && (last.to === undefined || compareVersions(last.to, gone) > 0))
      return { ...moved, lacking: `from ${moved.goneIn} on` };
    if (since !== undefined && last.to !== undefined && compareVersions(last.to, since) <= 0)
      return { ...moved, lacking: `before ${moved.since}` };
  }
  return undefined;
}

const versionOf = (text: string | undefined): Version | undefined => (text === undefined ? undefined : parseVersion(text));

/** Of a tag of git, that one release; of a branch or a commit nothing is known. */
function rangeOf(use: ModuleUse): ReturnType<typeof parseConstraint> {
  const source = knownText(use.source.value) ?? '';
  const ref = /[?&]ref=([^&]+)/.exec(source)?.[1];
  if (ref !== undefined) return parseVersion(ref) === undefined ? undefined : parseConstraint(ref.replace(/^v/, ''));
  return use.version === undefined && namesVersion(use) ? undefined : parseConstraint(use.version?.value ?? '');
}
