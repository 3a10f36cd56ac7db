import { resourceArn } from '../../iam/arn.ts';
import { kmsKey as keyKind } from '../../iam/resources.ts';
import { allow } from '../../iam/statement.ts';
import type { Statement } from '../../iam/statement.ts';
import type { ResourceName } from '../option.ts';

/**
 * Use of a customer managed key, only through the service whose data it encrypts. The condition
 * leaves out region and DNS suffix (`sqs.us-east-1.amazonaws.com`, `sqs.cn-north-1.amazonaws.com.cn`),
 * so that it holds in every partition; only AWS sets this key, so nobody can feign a service.
 * https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
 */
export const useKey = (sid: string, key: ResourceName | undefined, service: string, actions: readonly string[]): readonly Statement[] =>
  key === undefined
    ? []
    : [
        allow(sid, actions, [resourceArn(key, keyKind)], {
          conditions: [{ operator: 'StringLike', key: 'kms:ViaService', values: [`${service}.*`] }],
        }),
      ];
