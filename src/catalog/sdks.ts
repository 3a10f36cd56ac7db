/**
 * The oldest release of each AWS SDK that finds the credentials of pods. An older one falls through to
 * the role of the node, and says nothing.
 * https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts-minimum-sdk.html
 * https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html
 */
interface Sdk {
  readonly title: string;
  /** Absent: every release. Releases without a number are named by their dates. */
  readonly irsa?: string;
  readonly podIdentity: string;
}

export const sdks = {
  java: { title: 'AWS SDK for Java 2.x', irsa: '2.10.11', podIdentity: '2.21.30' },
  'java-v1': { title: 'AWS SDK for Java 1.x', irsa: '1.11.704', podIdentity: '1.12.746' },
  go: { title: 'AWS SDK for Go v2', podIdentity: '2023-11-14' },
  'go-v1': { title: 'AWS SDK for Go v1', irsa: '1.23.13', podIdentity: '1.47.11' },
  python: { title: 'boto3', irsa: '1.9.220', podIdentity: '1.34.41' },
  botocore: { title: 'botocore', irsa: '1.12.200', podIdentity: '1.34.41' },
  cli: { title: 'AWS CLI 2', podIdentity: '2.15.0' },
  'cli-v1': { title: 'AWS CLI 1', irsa: '1.16.232', podIdentity: '1.30.0' },
  js: { title: 'AWS SDK for JavaScript v3', irsa: '3.27.0', podIdentity: '3.458.0' },
  'js-v2': { title: 'AWS SDK for JavaScript v2', irsa: '2.525.0', podIdentity: '2.1550.0' },
  kotlin: { title: 'AWS SDK for Kotlin', podIdentity: '1.0.1' },
  rust: { title: 'AWS SDK for Rust', podIdentity: '2024-03-13' },
  ruby: { title: 'AWS SDK for Ruby', irsa: '3.58.0', podIdentity: '3.188.0' },
  cpp: { title: 'AWS SDK for C++', irsa: '1.7.174', podIdentity: '1.11.263' },
  dotnet: { title: 'AWS SDK for .NET', irsa: '3.3.659.1', podIdentity: '3.7.734.0' },
  powershell: { title: 'AWS Tools for PowerShell', podIdentity: '4.1.502' },
  php: { title: 'AWS SDK for PHP', irsa: '3.110.7', podIdentity: '3.287.1' },
} as const satisfies Readonly<Record<string, Sdk>>;

export type SdkName = keyof typeof sdks;

/** @returns the minimum, where the release is older than it */
export function tooOld(name: SdkName, release: string, identity: 'irsa' | 'pod-identity'): string | undefined {
  const { irsa, podIdentity }: Sdk = sdks[name];
  const minimum = identity === 'irsa' ? irsa : podIdentity;
  return minimum !== undefined && isBefore(release, minimum) ? minimum : undefined;
}

function isBefore(release: string, minimum: string): boolean {
  const [a, b] = [release, minimum].map((version) => version.split(/[.-]/).map(Number)) as [number[], number[]];
  const differing = b.findIndex((part, i) => (a[i] ?? 0) !== part);
  return differing >= 0 && (a[differing] ?? 0) < (b[differing] ?? 0);
}
