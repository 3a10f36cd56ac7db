/** Findings as SARIF 2.1.0 has them. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
import type { Finding } from '../../doctor/finding.ts';

/**
 * A cluster has no files: whom a finding is about is a logical location, and the dump, if there is one, the place.
 * @param file the dump that was read
 */
export function sarifOf(findings: readonly Finding[], file?: string): object {
  const rules = [...new Map(findings.map((finding) => [finding.code, finding])).values()];
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'create-irsa doctor',
            version: __VERSION__,
            informationUri: `https://unpkg.com/create-irsa@${__VERSION__}/docs/doctor.md`,
            rules: rules.map(({ code, link }) => ({ id: code, helpUri: link })),
          },
        },
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
      },
    ],
  };
}
