/**
 * A module registry on the loopback interface.
 * https://developer.hashicorp.com/terraform/internals/module-registry-protocol
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Module {
  versions(): Promise<readonly string[]>;
  /** The release's files as .tar.gz. */
  archive(version: string): Promise<Buffer>;
}

export interface Registry {
  /** For the `modules.v1` service of the CLI configuration. */
  readonly url: string;
  readonly close: () => void;
}

/** @param modules registry address (`owner/name/provider`) → its releases */
export async function startRegistry(modules: ReadonlyMap<string, Module>): Promise<Registry> {
  const archives = new Map<string, Promise<Buffer>>();
  const archiveOf = (address: string, module: Module, version: string): Promise<Buffer> => {
    const key = `${address}@${version}`;
    const archive = archives.get(key) ?? module.archive(version);
    archives.set(key, archive);
    return archive;
  };

  /** Paths: /v1/modules/<address>/versions, …/<address>/<version>/download, /archive/<address>/<version>.tar.gz */
  const answer = async (path: string, response: ServerResponse): Promise<void> => {
    const [, address = '', rest = ''] = /^\/(?:v1\/modules|archive)\/([^/]+\/[^/]+\/[^/]+)\/(.+)$/.exec(path) ?? [];
    const module = modules.get(address);
    if (!module) return json(response, 404, { errors: [`no module ${address} at hand`] });
    const versions = await module.versions();
    if (rest === 'versions') return json(response, 200, { modules: [{ versions: versions.map((version) => ({ version })) }] });
    const version = rest.replace(/\/download$|\.tar\.gz$/, '');
    if (!versions.includes(version)) return json(response, 404, { errors: [`no release ${version} of ${address}`] });
    if (rest.endsWith('/download')) {
      response.writeHead(204, { 'X-Terraform-Get': `/archive/${address}/${version}.tar.gz` }).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': 'application/gzip' }).end(await archiveOf(address, module, version));
  };

  const server = createServer((request, response) => {
    answer((request.url ?? '').split('?')[0] ?? '', response).catch((error: unknown) => json(response, 500, { errors: [String(error)] }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/modules/`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function json(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
