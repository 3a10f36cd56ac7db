import { IamOpenidConnectProvider } from '@cdktf/provider-aws/lib/iam-openid-connect-provider/index.js';
import type { Construct } from 'constructs';
import type { OidcProviderBlock } from '../../plan/terraform/cluster-blocks.ts';
import { given, providerOf } from '../given.ts';
import { template, templates } from '../spelling.ts';

export class OidcProvider extends IamOpenidConnectProvider {
  constructor(scope: Construct, block: OidcProviderBlock) {
    super(scope, `aws_iam_openid_connect_provider.${block.label}`, {
      ...providerOf(scope, block),
      url: template(block.url),
      clientIdList: block.clientIds.map(template),
      ...given({ thumbprintList: block.thumbprints?.map(template), tags: templates(block.tags) }),
    });
  }
}
