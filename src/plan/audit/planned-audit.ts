/** `irsa/audit.sh`, decided: which regions events are looked for in. */
export interface PlannedAudit {
  readonly regions: readonly string[];
}
