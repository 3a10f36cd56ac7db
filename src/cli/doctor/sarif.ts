/** Findings of the doctor as SARIF. Pure. */
import type { Finding } from '../../doctor/finding.ts';
import { sarifLog } from '../sarif.ts';

/**
 * A cluster has no files: whom a finding is about is a logical location, and the dump, if there is one, the place.
 * @param file the dump that was read
 */
export function sarifOf(findings: readonly Finding[], file?: string): object {
  const rules = [...new Map(findings.map((finding) => [finding.code, finding])).values()];
  return sarifLog({
    tool: { name: 'create-irsa doctor', informationUri: `https://unpkg.com/create-irsa@${__VERSION__}/docs/doctor.md` },
    rules: rules.map(({ code, link }) => ({ id: code, helpUri: link })),
    results: findings.map(({ code, severity, subject, message, evidence, fix }) => ({
      ruleId: code,
      level: severity,
      message: { text: [message, ...evidence, fix].join('\n') },
      locations: [
        {
          ...(file === undefined ? {} : { physicalLocation: { artifactLocation: { uri: file }, region: { startLine: 1 } } }),
          logicalLocations: [{ fullyQualifiedName: subject ?? 'cluster', kind: 'resource' }],
        },
      ],
    })),
  });
}
