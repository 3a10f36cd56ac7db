/**
 * A log of SARIF 2.1.0, in which findings go to code scanning. Pure.
 * https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
const SARIF_SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json';

export interface SarifRun {
  /** Who found it, and where that is explained. */
  readonly tool: { readonly name: string; readonly informationUri: string };
  /** `reportingDescriptor`s, one for each kind of finding. */
  readonly rules: readonly object[];
  readonly results: readonly object[];
  /** Anything else of the run. */
  readonly besides?: object;
}

export const sarifLog = ({ tool, rules, results, besides = {} }: SarifRun): object => ({
  $schema: SARIF_SCHEMA,
  version: '2.1.0',
  runs: [{ tool: { driver: { ...tool, version: __VERSION__, semanticVersion: __VERSION__, rules } }, ...besides, results }],
});
