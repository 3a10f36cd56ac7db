import { DataAwsIamOpenidConnectProvider } from '@cdktf/provider-aws/lib/data-aws-iam-openid-connect-provider/index.js';
import type { Construct } from 'constructs';
import type { OidcProviderDataBlock } from '../../plan/terraform/data-blocks.ts';
import { providerOf } from '../given.ts';
import { template } from '../spelling.ts';

export class OidcProviderData extends DataAwsIamOpenidConnectProvider {
  constructor(scope: Construct, block: OidcProviderDataBlock) {
    super(scope, `data.aws_iam_openid_connect_provider.${block.label}`, { ...providerOf(scope, block), url: template(block.url) });
  }
}
