/** A Job whose pod says whom it is: nobody misses it, and it comes by the same way as the pods that matter. */
import type { Subject } from '../catalog/add-on.ts';
import type { Value } from '../iam/text.ts';
import type { Manifest } from './plan.ts';

export interface Canary {
  readonly id: string;
  readonly subject: Subject;
  /** By which a pod that starts gets its role. */
  readonly way: 'association' | 'token';
  /** Name of the role that it gets. */
  readonly holds: string;
  /** Words of a command that the role allows and that changes nothing. */
  readonly firstCall?: readonly string[];
}

/** Of the AWS CLI, which knows both ways. https://docs.aws.amazon.com/eks/latest/userguide/pod-id-minimum-sdk.html */
const IMAGE = 'public.ecr.aws/aws-cli/aws-cli:2.31.0';

export const canaryName = (id: string): string => `irsa-canary-${id}`.slice(0, 52).replace(/-+$/, '');

/** What pods of the ServiceAccount are, as AWS says it, held against what they should be. */
const SCRIPT = `set -eu
case "$EXPECTED_WAY" in
  association) found="\${AWS_CONTAINER_CREDENTIALS_FULL_URI:-}" ;;
  *) found="\${AWS_WEB_IDENTITY_TOKEN_FILE:-}" ;;
esac
if [ -z "$found" ]; then
  echo "This pod was started without its $EXPECTED_WAY." >&2
  exit 1
fi
arn="$(aws sts get-caller-identity --query Arn --output text)"
echo "$arn"
case "$arn" in
  *":assumed-role/$EXPECTED_ROLE/"*) ;;
  *)
    echo "It should have the role $EXPECTED_ROLE." >&2
    exit 1
    ;;
esac
`;

/** Its words are arguments of the script, so that no shell reads them. */
const CALL = `"$@" >/dev/null
echo "It may: $*"
`;

/** The Job of one workload in one cluster. */
export function canary({ id, subject, way, holds, firstCall }: Canary, comment: string): Manifest {
  const env: readonly Value[] = [{ map: { name: 'EXPECTED_WAY', value: way } }, { map: { name: 'EXPECTED_ROLE', value: holds } }];
  return {
    comments: [comment],
    value: {
      map: {
        apiVersion: 'batch/v1',
        kind: 'Job',
        metadata: { map: { name: canaryName(id), namespace: subject.namespace } },
        spec: {
          map: {
            // Associations are there some seconds after AWS says so.
            backoffLimit: 4,
            ttlSecondsAfterFinished: 3600,
            template: {
              map: {
                spec: {
                  map: {
                    serviceAccountName: subject.serviceAccount,
                    restartPolicy: 'Never',
                    automountServiceAccountToken: false,
                    securityContext: {
                      map: { runAsNonRoot: true, runAsUser: 65_534, fsGroup: 65_534, seccompProfile: { map: { type: 'RuntimeDefault' } } },
                    },
                    containers: [
                      {
                        map: {
                          name: 'canary',
                          image: IMAGE,
                          command: ['sh', '-c', ...(firstCall === undefined ? [SCRIPT] : [`${SCRIPT}${CALL}`, 'canary', ...firstCall])],
                          env: [...env, { map: { name: 'HOME', value: '/tmp' } }],
                          securityContext: { map: { allowPrivilegeEscalation: false, capabilities: { map: { drop: ['ALL'] } } } },
                        },
                      },
                    ],
                  },
                },
              },
            },
          },
        },
      },
    },
  };
}
