/** Providers that come into a root whose own `required_providers` does not name them. */
import type { NextStep } from './plan.ts';
import type { RepoFacts } from './repo-facts.ts';
import type { RequiredProvidersBlock } from './terraform/root-blocks.ts';

/** Terraform would take the newest release of what is not named, and its next major with it. */
export function providerSteps({ hasRequiredProviders, requiredProviders }: RepoFacts, { providers }: RequiredProvidersBlock): NextStep[] {
  if (!hasRequiredProviders) return [];
  const file = Object.values(requiredProviders)[0]?.at.file;
  return providers
    .filter(({ name }) => requiredProviders[name] === undefined)
    .map(({ name, source, version }) => ({
      ...(file === undefined
        ? {}
        : {
            edits: [
              {
                file,
                block: ['terraform'],
                path: ['required_providers', name],
                value: ['{', `  source  = ${JSON.stringify(source)}`, `  version = ${JSON.stringify(version)}`, '}'],
              },
            ],
          }),
      text: `Name provider ${name} in required_providers${file === undefined ? '' : ` (${file})`}, or its newest release is taken: ${name} = { source = "${source}", version = "${version}" }`,
    }));
}
