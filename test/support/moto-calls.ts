/** Makes things in moto by its API: the AWS CLI takes two seconds of a processor to start. */

/** Moto looks at the service only. */
const signed = (service: string): Readonly<Record<string, string>> => ({
  authorization: `AWS4-HMAC-SHA256 Credential=moto/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=0`,
});

async function answered(response: Response, what: string): Promise<string> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${what}: ${text}`);
  return text;
}

/** Of the APIs that are asked by forms: IAM. */
export const iam = async (endpoint: string, action: string, parameters: Readonly<Record<string, string>>): Promise<string> =>
  answered(
    await fetch(endpoint, {
      method: 'POST',
      headers: { ...signed('iam'), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters }).toString(),
    }),
    action,
  );

/** A cluster that is there. @returns its issuer, without https:// */
export async function createCluster(endpoint: string, name: string): Promise<string> {
  const made = await answered(
    await fetch(`${endpoint}/clusters`, {
      method: 'POST',
      headers: { ...signed('eks'), 'content-type': 'application/json' },
      body: JSON.stringify({
        name,
        roleArn: 'arn:aws:iam::123456789012:role/cluster',
        resourcesVpcConfig: { subnetIds: ['subnet-1', 'subnet-2'] },
      }),
    }),
    'CreateCluster',
  );
  const { cluster } = JSON.parse(made) as { cluster: { identity: { oidc: { issuer: string } } } };
  return cluster.identity.oidc.issuer.replace('https://', '');
}

export const forgetAll = async (endpoint: string): Promise<string> =>
  answered(await fetch(`${endpoint}/moto-api/reset`, { method: 'POST' }), 'reset');
