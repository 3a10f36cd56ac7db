import type { FindingCode } from '../survey/finding.ts';

/** What this very release says of a finding: the page is in the package. */
export const findingLink = (code: FindingCode): string => `https://unpkg.com/create-irsa@${__VERSION__}/docs/findings.md#${code}`;
