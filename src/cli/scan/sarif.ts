/** Findings of a scan as SARIF: each is a place in a file. Pure. */
import { sha256 } from '../../repo/digest.ts';
import { findingKinds } from '../../survey/all-findings.ts';
import type { FindingFacts } from '../../survey/finding.ts';
import { ignoreNoReason, ignoreUnused, type JudgedFinding } from '../../survey/silenced.ts';
import { findingLink } from '../finding-link.ts';
import { sarifLog } from '../sarif.ts';

const rules: readonly FindingFacts[] = [...findingKinds, ignoreNoReason, ignoreUnused];

/** @param prefix of every file: the way from the root of the repository to the scanned folder, `` or `aws/` */
export function sarifOf(findings: readonly JudgedFinding[], prefix: string): object {
  const seen = new Map<string, number>();
  return sarifLog({
    tool: { name: 'create-irsa', informationUri: 'https://www.npmjs.com/package/create-irsa' },
    rules: rules.map(ruleOf),
    besides: {
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
    },
    results: findings.map((finding) => resultOf(finding, prefix, seen)),
  });
}

const ruleOf = ({ code, severity, title, why, link }: FindingFacts) => ({
  id: code,
  name: code.replace(/(^|-)(\w)/g, (_all, _dash, letter: string) => letter.toUpperCase()),
  shortDescription: { text: `${title}.` },
  fullDescription: { text: why },
  help: { text: `${why} ${link}`, markdown: `${why}\n\n[What it is, with an example](${findingLink(code)}) · [Source](${link})` },
  helpUri: findingLink(code),
  defaultConfiguration: { level: severity },
  properties: { tags: ['security', 'iam', 'kubernetes'] },
});

function resultOf(finding: JudgedFinding, prefix: string, seen: Map<string, number>): object {
  const { code, severity, message, fix, at, subject, silencedBy } = finding;
  const uri = (prefix + at.file).split('/').map(encodeURIComponent).join('/');
  return {
    ruleId: code,
    ruleIndex: rules.findIndex((rule) => rule.code === code),
    level: severity,
    message: { text: `${message} ${fix}` },
    locations: [
      {
        physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region: { startLine: at.line } },
        logicalLocations: [{ fullyQualifiedName: subject }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: fingerprint(finding, uri, seen) },
    ...(silencedBy === undefined
      ? {}
      : {
          suppressions: [
            { kind: silencedBy.kind === 'comment' ? 'inSource' : 'external', status: 'accepted', justification: silencedBy.reason },
          ],
        }),
  };
}

/** Without the line, so that a finding stays the same one when others are written above it. */
function fingerprint({ code, subject, message }: JudgedFinding, uri: string, seen: Map<string, number>): string {
  const hash = sha256([code, uri, subject, message].join('\0')).slice(0, 16);
  const count = (seen.get(hash) ?? 0) + 1;
  seen.set(hash, count);
  return `${hash}:${count}`;
}
